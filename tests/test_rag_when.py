"""What a question says of time, and what the dates of articles make of it."""

from pathlib import Path

import pytest
from conftest import Indexed
from test_rag_answer import ScriptedModel, _gate_for_hashed_words, ask  # noqa: F401  the gate is a fixture
from test_rag_disagree import PerText

from rag.answer import Assistant
from rag.config import RagConfig
from rag.dated import Found, find
from rag.occasion import date_of
from rag.period import Period, dates_in, period_of
from rag.retrieve import retrieve
from rag.when import read

# What questions say


@pytest.mark.parametrize(
    ("question", "days", "limit", "asked"),
    [
        ("What do articles from 2015 say of dues?", "2015-01-01 to 2015-12-31", "2015", "What do articles say of dues?"),
        ("How dear was it, according to reports from November 2015?", "2015-11-01 to 2015-11-30", "November 2015",
         "How dear was it?"),
        ("According to press coverage in 2015, who paid?", "2015-01-01 to 2015-12-31", "2015", "Who paid?"),
        ("In articles published before 2016, who paid?", "2015-12-31", "before 2016", "Who paid?"),
        ("What does coverage since March 2021 say?", "2021-03-01", "since March 2021", "What does coverage say?"),
        ("What does coverage between 2014 and 2016 say?", "2014-01-01 to 2016-12-31", "between 2014 and 2016",
         "What does coverage say?"),
        ("What do the 2015 articles say of dues?", "2015-01-01 to 2015-12-31", "2015", "What do the articles say of dues?"),
        ("How dear was it, as reported on 3 May 2015?", "2015-05-03", "3 May 2015", "How dear was it?"),
        ("What did the article of 24 November 2015 say?", "2015-11-24", "24 November 2015", "What did the article say?"),
    ],
)  # fmt: skip
def test_a_question_limits_the_articles(question, days, limit, asked):
    when = read(question)
    assert (str(when.articles), when.limit, when.asked, when.sure) == (days, limit, asked, True)


@pytest.mark.parametrize(
    ("question", "days", "timeless"),
    [
        ("Who was killed in 2015?", "2015-01-01 to 2015-12-31", "Who was killed?"),
        ("In November 2015, who was killed?", "2015-11-01 to 2015-11-30", "Who was killed?"),
        ("Who paid before 2014?", "2013-12-31", "Who paid?"),
        ("Who paid since 2020?", "2020-01-01", "Who paid?"),
        ("Who paid after March 2015?", "2015-04-01", "Who paid?"),
        ("Who paid from 2014 to 2016?", "2014-01-01 to 2016-12-31", "Who paid?"),
        ("Who died in the 13 November 2015 attacks?", "2015-11-13", "Who died in the attacks?"),
        ("What article was published in 1937?", "1937-01-01 to 1937-12-31", "What article was published?"),
        ("How many deaths were reported in 2015?", "2015-01-01 to 2015-12-31", "How many deaths were reported?"),
    ],
)
def test_a_date_elsewhere_is_of_what_happened(question, days, timeless):
    when = read(question)
    assert (str(when.told), when.timeless, when.articles, when.asked) == (days, timeless, None, question)


@pytest.mark.parametrize(
    ("question", "order", "search"),
    [
        ("What is the latest on the dam?", "newest", "What is the on the dam?"),
        ("What did the newest report say about the dam?", "newest", "What did the say about the dam?"),
        ("Who currently runs the dam?", "newest", "Who runs the dam?"),
        ("Who is the current mayor?", "newest", "Who is the mayor?"),
        ("Who is the mayor now?", "newest", "Who is the mayor?"),
        ("What did the earliest reports say about the dam?", "oldest", "What did the say about the dam?"),
    ],
)
def test_a_question_asks_for_an_order(question, order, search):
    when = read(question)
    assert (when.order, when.search, when.asked) == (order, search, question)


@pytest.mark.parametrize(
    ("question", "relation", "name", "rest"),
    [
        ("What was agreed before the Paris attacks?", "before", "the Paris attacks", "What was agreed?"),
        ("Before the 2020 election, who led?", "before", "the 2020 election", "Who led?"),
        ("What happened after the election?", "after", "the election", "What happened?"),
        ("Who resigned following the attacks in Selm?", "after", "the attacks in Selm", "Who resigned?"),
        ("What fell after Brexit?", "after", "Brexit", "What fell?"),
    ],
)
def test_a_question_names_an_occasion(question, relation, name, rest):
    occasion = read(question).occasion
    assert (occasion.relation, occasion.name, occasion.without) == (relation, name, rest)


@pytest.mark.parametrize(
    "question",
    [
        "Who directs the observatory?",
        "What happened last year?",
        "What was said yesterday?",
        "What happened this week?",
        "What happened in the 1990s?",
        "What happened in May?",
        "What is now Jacksonville?",
        "How strong is the electric current of the motor?",
        "How large is the current account?",
        "When is the latest Britain had an imperialist policy?",
        "How were 1,905 villages flooded?",
        "What did he do after he lost the election?",
        "What did he say before the committee?",
        "How long after the war did he die?",
        "Who was the war named after?",
        "Who ruled after Kublai Khan?",
        "How did it change from 2010 and in 2015 and in 2020?",
        "What did reports from 31 February 2015 say?",
        "",
    ],
)
def test_in_doubt_a_question_says_nothing_of_time(question):
    when = read(question)
    assert (when.articles, when.told, when.order, when.occasion) == (None, None, None, None)
    assert when.asked == when.search == question


@pytest.mark.parametrize(
    ("date", "held"),
    [("2015-11", True), ("2015", False), ("2015-11-30", True), ("2015-12-01", False), ("2014", False)],
)
def test_an_article_is_in_a_period_when_all_its_days_are(date, held):
    assert period_of("November 2015").holds(period_of(date)) == held


def test_dates_that_no_calendar_has_are_none():
    assert dates_in("on 31 February 2015, in 2015-13, 1,905 and 12 May 1999") == [period_of("1999-05-12")]
    assert period_of("") is None


# The dates of occasions


@pytest.mark.parametrize(
    ("name", "sentence", "day"),
    [
        ("the Paris attacks", "The 13 November 2015 attacks in Paris killed 130.", "2015-11-13"),
        ("the Paris attacks", "The attacks that shook Paris on 13 November 2015 were planned.", "2015-11-13"),
        ("the Paris attacks", "The Paris attacks (November 2015) were planned.", "2015-11-01 to 2015-11-30"),
        ("the Kelt bombing", "The bombing of 16 November 2017 was the worst in the history of Kelt.", "2017-11-16"),
        ("the election", "Maria Lenz won the election held on 3 November 2020.", "2020-11-03"),
        ("the 2020 election", "Nothing.", "2020-01-01 to 2020-12-31"),
        ("the Paris attacks", "In Paris on 24 November 2015 ministers condemned the attacks.", None),
        ("the Paris attacks", "Ministers met on 24 November 2015 in Paris after the attacks.", None),
        ("the Paris attacks", "Paris, 24 November 2015 - The attacks shocked all.", None),
        ("the Paris attacks", "The ministers met on 20 November 2015 after the Paris attacks.", None),
        ("the Paris attacks", "The attacks of 13 November 2015 shook all.", None),
    ],
)
def test_the_date_of_an_occasion_stands_beside_its_name(name, sentence, day):
    found, _ = date_of(name, [sentence])
    assert (str(found) if found else None) == day


def test_of_several_dates_the_exact_one_counts_and_none_when_they_differ():
    exact, year = "The flood of 3 May 2019 was high.", "The flood of 2019 was high."
    assert date_of("the flood", [year, exact, year]) == (period_of("2019-05-03"), True)
    assert date_of("the flood", [exact, "The flood of 1953 was higher."]) == (None, True)
    assert date_of("the flood", [exact, exact, "The flood of 1953 was higher."]) == (period_of("2019-05-03"), True)


# What is found


def article(date: str | None, body: str, title: str = "News") -> str:
    return f"---\ntitle: {title}\n{f'date: {date}' if date else 'publisher: Post'}\n---\n\n{body}\n"


DAM = {
    "dam-a.md": article("2014-03-02", "The ministry put the cost of the Harrow dam at 310 million crowns."),
    "dam-b.md": article("2019-05-07", "Auditors put the cost of the Harrow dam at 565 million crowns."),
    "dam-c.md": article("2016-08", "The ministry put the cost of the Harrow dam at 420 million crowns, it said."),
    "bees.md": article(None, "Bees live in the old lighthouse of Oss. Honey is sold on Sundays."),
}
SELM = {
    "selm-a.md": article("2015-06-14", "Twelve people were killed in an attack on the market of Selm on Sunday."),
    "selm-b.md": article("2018-02-21", "Thirty people were killed in an attack on the market of Selm on Tuesday."),
}
TALKS = {
    "talks-a.md": article("2013-10-04", "Arland and Boria agreed to share river data at talks in Oss."),
    "talks-b.md": article("2017-11-30", "Arland and Boria agreed on joint border patrols at talks in Oss."),
    "kelt.md": article("2017-11-17", "Nine people died. The Kelt bombing of 16 November 2017 was a shock."),
}


def found(indexed: Indexed, articles: dict[str, str], question: str) -> tuple[Found, list[str]]:
    indexed.write(articles)
    indexed.sync()
    with indexed.catalog() as catalog:
        result = find(question, indexed.generation(), catalog)
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)
    return result, [hit.passage.article for hit in result.hits]


def test_only_articles_of_the_time_asked_for_are_found(indexed):
    result, articles = found(indexed, DAM, "How dear is the Harrow dam, according to reports from 2016?")
    assert articles == ["dam-c.md"]
    assert result.query == "How dear is the Harrow dam?"
    assert result.notices == ("Searched only what is dated 2016: 1 article. 1 article without a date is left out.",)


def test_a_date_that_may_lie_outside_does_not_pass(indexed):
    _, articles = found(indexed, DAM, "How dear is the Harrow dam, according to reports since 20 August 2016?")
    assert articles == ["dam-b.md"]


def test_no_article_of_that_time_is_said(indexed):
    result, articles = found(indexed, DAM, "What do articles from 1999 say about the Harrow dam?")
    assert articles == []
    assert result.missing == "No article is dated 1999. 1 article without a date is left out."


@pytest.mark.parametrize("date", ["1964", "1999"])
def test_a_report_inside_an_article_does_not_limit_the_articles(indexed, date):
    undated = {"paper.md": article(None, "The report in 1964 said that the dam of Harrow leaks.")}
    result, articles = found(indexed, undated, f"What did the report in {date} say of the dam?")
    assert articles == ["paper.md"]
    assert result.missing is None


def test_the_newest_of_those_that_speak_of_it_comes_first(indexed):
    result, articles = found(indexed, DAM, "What is the latest cost of the Harrow dam?")
    assert articles[:3] == ["dam-b.md", "dam-c.md", "dam-a.md"]
    assert {hit.passage.article for hit in result.compared} >= {"dam-a.md", "dam-b.md", "dam-c.md"}


def test_the_oldest_comes_first_when_it_is_asked_for(indexed):
    _, articles = found(indexed, DAM, "What did the earliest reports say about the cost of the Harrow dam?")
    assert articles[:3] == ["dam-a.md", "dam-c.md", "dam-b.md"]


def test_a_newer_article_on_something_else_does_not_come_first(indexed):
    other = {"oss.md": article("2024-01-01", "The ferry to Oss sails at noon and the cost is nine crowns.")}
    _, articles = found(indexed, DAM | other, "What is the latest cost of the Harrow dam?")
    assert articles[0] == "dam-b.md"


def test_an_article_without_a_date_keeps_its_place_and_may_be_newer(indexed):
    undated = {"dam-0.md": article(None, "The latest cost of the Harrow dam is 700 million crowns, all say.")}
    result, articles = found(indexed, DAM | undated, "What is the latest cost of the Harrow dam?")
    dated = [name for name in articles if name in ("dam-a.md", "dam-b.md", "dam-c.md")]
    assert dated == ["dam-b.md", "dam-c.md", "dam-a.md"]
    assert result.notices_if_about == ("1 article on this without a date may be newer.",)


@pytest.mark.parametrize(("year", "name"), [("2015", "selm-a.md"), ("2018", "selm-b.md")])
def test_the_article_of_that_time_comes_first_and_nothing_is_dropped(indexed, year, name):
    result, articles = found(indexed, SELM, f"How many people were killed in the attack on the market of Selm in {year}?")
    assert articles[0] == name
    assert set(articles) == set(SELM)
    assert [hit.passage.article for hit in result.compared] == [name]


def test_a_text_that_says_the_date_is_of_that_time(indexed):
    later = {"later.md": article("2023-01-01", "In 2015, ten people were killed in an attack on the market of Selm.")}
    question = "How many people were killed in the attack on the market of Selm in 2015?"
    result, articles = found(indexed, {"selm-b.md": SELM["selm-b.md"]} | later, question)
    assert articles[0] == "later.md"
    assert result.query == question


@pytest.mark.parametrize(
    "question", ["What is the latest?", "Who was it now?", "What happened in 2015?", "Who, before the war?"]
)
@pytest.mark.parametrize("vectors", [True, False], ids=["with vectors", "keywords only"])
def test_a_question_that_asks_for_nothing_but_a_time_is_searched_as_it_stands(indexed, question, vectors):
    latest = {"a.md": article("2015-01-02", "The latest war happened before, who knows?")}
    indexed.write(latest | DAM)
    indexed.sync()
    with indexed.catalog() as catalog:
        result = find(question, indexed.generation(vectors=vectors), catalog)
    assert result.query == question


def test_without_dates_nothing_changes(indexed):
    everything = DAM | SELM | TALKS
    indexed.write({name: text.replace("date: 20", "publisher: Post 20") for name, text in everything.items()})
    indexed.sync()
    for question in (
        "Who was killed in the attack in 2015?",
        "What is the latest on the dam?",
        "What was agreed before the Kelt bombing?",
    ):
        with indexed.catalog() as catalog:
            generation = indexed.generation()
            plain = find(question, generation, catalog)
            assert plain.hits == plain.compared == retrieve(question, generation, catalog)
        assert (plain.query, plain.search, plain.notices, plain.otherwise) == (question, question, (), None)


def test_what_is_from_the_other_side_of_an_occasion_is_left_out(indexed):
    before, articles = found(indexed, TALKS, "What did Arland and Boria agree before the Kelt bombing?")
    assert "talks-a.md" in articles
    assert "talks-b.md" not in articles
    assert before.query == "What did Arland and Boria agree?"
    told = "By your articles the date of \u201cthe Kelt bombing\u201d is 2017-11-16; what is dated {} was left out."
    assert before.notices == (told.format("later"),)
    after, articles = found(indexed, TALKS, "What did Arland and Boria agree after the Kelt bombing?")
    assert "talks-b.md" in articles
    assert "talks-a.md" not in articles
    assert after.notices == (told.format("earlier"),)


def test_a_later_article_that_tells_what_was_before_stays(indexed):
    looking_back = {
        "back.md": article("2020-01-01", "Before the Kelt bombing Arland and Boria had agreed to share maps."),
        "year.md": article("2020-01-02", "Arland and Boria agreed in 2009 to share a railway."),
    }
    _, articles = found(indexed, TALKS | looking_back, "What did Arland and Boria agree before the Kelt bombing?")
    assert {"talks-a.md", "back.md", "year.md"} <= set(articles)
    assert "talks-b.md" not in articles


def test_an_occasion_that_no_article_dates_is_dated_by_its_first_report(indexed):
    reports = {
        "kelt.md": article("2017-11-17", "Nine people died.", "The Kelt bombing"),
        "later.md": article("2017-12-01", "Nobody claimed it.", "After the Kelt bombing"),
    }
    result, articles = found(indexed, TALKS | reports, "What did Arland and Boria agree before the Kelt bombing?")
    assert "is 2017-11-17;" in result.notices[0]
    assert "talks-b.md" not in articles


def test_an_unknown_date_leaves_nothing_out_and_says_so(indexed):
    result, articles = found(indexed, TALKS, "What did Arland and Boria agree before the Oss referendum?")
    assert {"talks-a.md", "talks-b.md"} <= set(articles)
    told = "The date of \u201cthe Oss referendum\u201d is not in your articles, so nothing was left out."
    assert result.notices == (told,)


def test_where_nothing_is_from_that_side_nothing_is_left_out(indexed):
    later = {name: text for name, text in TALKS.items() if name != "talks-a.md"}
    result, articles = found(indexed, later, "What did Arland and Boria agree before the Kelt bombing?")
    assert "talks-b.md" in articles
    assert result.notices[0].startswith("Nothing found is from before \u201cthe Kelt bombing\u201d (2017-11-16)")


def test_periods_meet_and_hold_with_open_ends():
    year, since = period_of("2015"), Period(period_of("2015-06-01").first, None)
    assert year.meets(since)
    assert not since.holds(year)
    assert since.holds(period_of("2019"))
    assert not since.meets(period_of("2014"))


# What is answered


def answered(tmp_path: Path, indexed: Indexed, articles: dict[str, str], question: str, model: ScriptedModel | None = None):
    indexed.write(articles)
    indexed.sync()
    (tmp_path / "model.gguf").touch()
    engine = "local" if model else "extractive"
    config = RagConfig(models=tmp_path / "models", model=tmp_path / "model.gguf", engine=engine)
    assistant = Assistant(config, indexed.library())
    assistant._models |= {"local": model} if model else {}
    return ask(assistant, question), model


def test_the_newest_statement_is_quoted_alone(tmp_path, indexed):
    answer, _ = answered(tmp_path, indexed, DAM, "What is the latest cost of the Harrow dam?")
    assert [citation.article for citation in answer.citations] == ["dam-b.md"]


def test_an_attack_of_another_year_is_neither_quoted_nor_a_disagreement(tmp_path, indexed):
    question = "How many people were killed in the attack on the market of Selm in 2015?"
    answer, _ = answered(tmp_path, indexed, SELM, question)
    assert [citation.article for citation in answer.citations] == ["selm-a.md"]
    assert answer.conflicts == ()


def test_a_model_reads_the_newest_first_and_the_older_ones_disagree(tmp_path, indexed):
    model = PerText({f"{cost} million": f"{cost} million crowns" for cost in (565, 420, 310)})
    answer, _ = answered(tmp_path, indexed, DAM, "What is the latest cost of the Harrow dam?", model)
    assert "565" in model.prompts[0][1]
    assert "310" not in model.prompts[0][1]
    assert answer.citations[0].article == "dam-b.md"
    (conflict,) = answer.conflicts
    assert conflict.sides[0].value == "565 million crowns"
    assert {side.value for side in conflict.sides} == {f"{cost} million crowns" for cost in (565, 420, 310)}


def test_a_model_that_finds_nothing_in_the_newest_reads_them_all(tmp_path, indexed):
    question = "What is the latest cost of the Harrow dam?"
    answer, model = answered(tmp_path, indexed, DAM, question, ScriptedModel({question: "NOT STATED"}))
    assert answer.abstained
    assert "310" not in model.prompts[0][1]
    assert "310" in model.prompts[1][1]


def test_what_the_date_of_an_article_says_is_not_asked_of_its_text(tmp_path, indexed):
    timeless = "How many people were killed in the attack on the market of Selm?"
    question = timeless.replace("?", " in 2015?")
    answer, model = answered(tmp_path, indexed, SELM, question, ScriptedModel({timeless: "Twelve"}))
    assert (answer.query, answer.short_answer) == (question, "Twelve")
    assert "Thirty" not in model.evidence


def test_the_latest_on_something_is_quoted_where_the_model_finds_no_value(tmp_path, indexed):
    question = "What is the latest on the cost of the Harrow dam?"
    answer, _ = answered(tmp_path, indexed, DAM, question, ScriptedModel({question: "NOT STATED"}))
    assert [citation.article for citation in answer.citations] == ["dam-b.md"]
    assert answer.conflicts == ()


def test_no_article_of_the_time_asked_for_is_an_abstention_that_says_so(tmp_path, indexed):
    answer, _ = answered(tmp_path, indexed, DAM, "What do articles from 1999 say about the Harrow dam?")
    assert answer.abstained
    assert answer.missing == "No article is dated 1999. 1 article without a date is left out."
    assert (answer.hits, answer.citations) == ((), ())
