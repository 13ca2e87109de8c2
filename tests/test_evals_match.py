"""The scorer of answers: what a person would accept, and not, beside gold answers; and how its weights are fitted."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import fit_match
from evals.matching.match import matches, probability
from evals.matching.rules import contradicts, says
from evals.matching.verdicts import GOLDS, HUMAN, load_verdicts
from evals.matching.words import words
from index.errors import BadInputError

WHEN, WHO, MANY, COST = "when was the bridge opened", "who won", "how many people live there", "how much did it cost"
LONG = "Ilse Brandt won ahead of her cousin from Velm, the mayor told the paper on Friday after the race."


@pytest.mark.parametrize(
    ("question", "answer", "gold"),
    [
        (WHEN, "1968", "8 November 1968"),
        (WHEN, "It was opened in 1968.", "8 November 1968"),
        (WHEN, "November 8, 1968", "8 November 1968"),
        (WHEN, "1968-11-08", "8 November 1968"),
        (WHEN, "8 November 1968", "1968"),
        (WHEN, "not until 1968", "1968"),
        ("how long is the bridge", "10 km", "6.2 miles"),
        (MANY, "about 1.5 million", "1,500,000"),
        (MANY, "roughly 51,000", "about 50,000"),
        (MANY, "twenty-one", "21"),
        ("what share of them", "20 percent", "20%"),
        (COST, "$48m", "48 million dollars"),
        (COST, "48 million dollars", "$48 million"),
        (WHO, "Rosa Maria Lind", "Rosa Lind"),
        (WHO, "Rosa Lind", "Rosa Maria Lind"),
        (WHO, "R. Lind", "Rosa Lind"),
        (WHO, "Lind", "Rosa Lind"),
        (WHO, "Dr. Rosa Lind", "Rosa Lind"),
        (WHO, "The race was won by Rosa Lind, who beat Ilse Brandt.", "Rosa Lind"),
        ("does it open on Sunday", "No, it is closed.", "no"),
        ("which war was it", "World War Two", "WWII"),
        ("which king was it", "Henry the Eighth", "Henry VIII"),
        ("which country was it", "the United States of America", "USA"),
        ("which country was it", "U.S.", "United States"),
        ("which city was it", "Zurich", "Zürich"),
        ("which tower was repainted", "the northern one", "the northern tower"),
        ("what colour is it", "grey", "gray"),
        ("what did he study", "philosphy", "philosophy"),
        ("where was it polished", "in Lund", "Lund, Sweden"),
    ],
)
def test_the_same_in_other_words_is_right(question, answer, gold):
    assert matches(question, answer, [gold])


@pytest.mark.parametrize(
    ("question", "answer", "gold"),
    [
        (WHEN, "1969", "8 November 1968"),
        (WHEN, "September 1968", "8 November 1968"),
        (WHEN, "8 November 1969", "8 November 1968"),
        (WHEN, "in the 1960s", "1960"),
        (WHEN, "It did not open in 1968 but in 1970.", "1968"),
        ("how long is the bridge", "10 miles", "6.2 miles"),
        (MANY, "1.6 million", "1,500,000"),
        (MANY, "312", "12"),
        (MANY, "12", "312"),
        ("what share of them", "25%", "20%"),
        (COST, "84 million dollars", "$48 million"),
        (COST, "48 million", "48"),
        (WHO, "Rosa Lund", "Rosa Lind"),
        (WHO, "Peter Lind", "Rosa Lind"),
        (WHO, "The race was not won by Rosa Lind.", "Rosa Lind"),
        (WHO, LONG, "Rosa Lind"),
        ("does it open on Sunday", "Yes, it does.", "no"),
        ("which war was it", "World War I", "World War II"),
        ("which king was it", "Henry VII", "Henry VIII"),
        ("which city was it", "Geneva", "Zürich"),
        ("which tower was repainted", "Engineers repainted the southern tower.", "the northern tower"),
        ("where was it polished", "Sweden", "Lund"),
    ],
)
def test_something_else_is_wrong(question, answer, gold):
    assert not matches(question, answer, [gold])


def test_a_sentence_about_the_same_thing_is_not_an_answer():
    question = "Who directs the observatory on Mount Karn?"
    assert matches(
        question, "Dr. Amara Okoye directs the observatory on Mount Karn, where she came in 2014.", ["Amara Okoye"]
    )
    for other in (
        "The observatory on Mount Karn stands at 2,870 metres, and its mirror was polished in Lund.",
        "The director of the observatory on Mount Karn did not accept the contract that was offered to Amara in 2018.",
    ):
        assert not matches(question, other, ["Amara Okoye"])


def test_any_gold_answer_is_enough_and_none_is_not():
    assert matches(WHO, "Rosa Lind", ["Ilse Brandt", "Rosa Lind"])
    assert not matches(WHO, "Rosa Lind", [])
    assert not matches(WHO, "Rosa Lind", [" "])
    assert not matches(WHO, " \n", ["Rosa Lind"])


def test_more_of_the_gold_answer_is_more_likely():
    shares = [probability(WHO, answer, ["Brandt, Lind and Okoye"]) for answer in ("Karn", "Lind", "Lind, Okoye")]
    assert shares == sorted(shares)
    assert len(set(shares)) == 3
    assert probability(WHO, "Brandt, Lind and Okoye", ["Brandt, Lind and Okoye"]) > max(shares)


@given(st.text(min_size=1, max_size=40).filter(words))
def test_an_answer_that_is_the_gold_answer_is_right(text):
    assert says("what is it", text, text)
    assert contradicts("what is it", text, text) or matches("what is it", text, [text])


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gets_a_probability(question, answer, gold):
    assert 0.0 <= probability(question, answer, [gold]) <= 1.0


def test_a_question_with_not_in_it_may_be_answered_with_not():
    assert not contradicts("Who did not win?", "It was not won by Rosa Lind.", "Rosa Lind")
    assert contradicts("Who won?", "It was not won by Rosa Lind.", "Rosa Lind")
    assert not contradicts("Who won?", "It was not Brandt; Rosa Lind won.", "Rosa Lind")


def write_verdicts(folder: Path, count: int = 40) -> Path:
    """Questions that people answered rightly, in part, and wrongly; their verdicts are as one would guess."""
    people, golds = ["Question\tModel answer\tAcceptable?"], ["Question\tGold answers\tModel answer"]
    for n in range(count):
        gold = f"Lind{n} Karn and Orrin{n} Velm"
        for answer, verdict in (
            (gold, "Yes"),
            (f"Lind{n} and Orrin{n} Velm", "Yes"),
            (f"Orrin{n}", "No"),
            ("Zeta", "No"),
        ):
            people.append(f"who won race {n}\t{answer}\t{verdict}")
            golds.append(f"who won race {n}\t{gold} | nobody else\t{answer}")
    folder.mkdir(exist_ok=True)
    (folder / HUMAN).write_text("\n".join(people) + "\n", encoding="utf-8")
    (folder / GOLDS).write_text("\n".join(golds) + "\n", encoding="utf-8")
    return folder


def test_all_answers_to_a_question_are_in_one_half(tmp_path):
    verdicts = load_verdicts(write_verdicts(tmp_path))
    assert len(verdicts) == 160
    assert verdicts[0].golds == ("Lind0 Karn and Orrin0 Velm", "nobody else")
    for question in {v.question for v in verdicts}:
        assert len({v.half for v in verdicts if v.question == question}) == 1
    assert {v.half for v in verdicts} == {"fit", "report"}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (HUMAN, "Zeta\tNo", "Eta\tNo", "row 5: .* different answers"),
        (HUMAN, "who won race 3\tZeta", "who won race 4\tZeta", "different answers"),
        (HUMAN, "\tAcceptable?", "\tVerdict", "row 2: .*Acceptable"),
        (HUMAN, "Zeta\tNo\n", "Zeta\tPerhaps\n", "Perhaps"),
        (GOLDS, "who won race 39\tLind39 Karn and Orrin39 Velm | nobody else\tZeta\n", "", "160 rows and .* 159"),
    ],
)
def test_verdicts_and_gold_answers_that_do_not_run_side_by_side_are_refused(tmp_path, name, old, new, message):
    path = write_verdicts(tmp_path) / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(BadInputError, match=message):
        load_verdicts(tmp_path)


def test_gold_answers_that_were_read_in_the_wrong_encoding_are_mended(tmp_path):
    (tmp_path / HUMAN).write_text("Question\tModel answer\tAcceptable?\nwho\tDáin\tYes\nwho\t20 %\tNo\n", encoding="utf-8")
    (tmp_path / GOLDS).write_text(
        "Question\tGold answers\tModel answer\nwho\tDÃ¡in | Ã sure\tDáin\nwho\t7Â\u00a0ml\t20%\n", encoding="utf-8"
    )
    assert [v.golds for v in load_verdicts(tmp_path)] == [("Dáin", "Ã sure"), ("7\u00a0ml",)]


def test_a_folder_without_verdicts_is_one_line(tmp_path, capsys):
    assert fit_match.main([str(tmp_path)]) == 2
    assert f"give the folder of {HUMAN}" in capsys.readouterr().err


ARTICLE = """Lena Moor founded the Orrin mill in 1902. The Orrin mill ground barley for six villages.
Its wheel was made in Lund.

The Velm bridge reopened in 2021. Cyclists use its eastern lane. It was built by the Karn company.
"""


def test_weights_are_fitted_on_one_half_and_on_sentences_and_are_written(tmp_path, capsys, monkeypatch):
    folder = write_verdicts(tmp_path / "verdicts")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "orrin.txt").write_text(ARTICLE)
    cases = [
        {
            "id": str(n),
            "question": question,
            "answerable": True,
            "required": [[gold]],
            "evidence": [{"article": "orrin.txt", "quote": quote}],
            "tags": [],
        }
        for n, (question, gold, quote) in enumerate(
            [
                ("Who founded the Orrin mill?", "Lena Moor", "Lena Moor founded the Orrin mill in 1902."),
                ("When did the Velm bridge reopen?", "2021", "The Velm bridge reopened in 2021."),
            ]
        )
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(map(json.dumps, cases)))
    weights = tmp_path / "match.json"
    monkeypatch.setattr(fit_match, "WEIGHTS", weights)

    assert fit_match.main([str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "cross-validated by question" in printed
    assert "held-out" not in printed
    assert not weights.exists()

    more = ["--cases", str(tmp_path / "cases.jsonl"), "--articles", str(tmp_path / "articles"), "--held-out"]
    assert fit_match.main([str(folder), *more]) == 0
    printed = capsys.readouterr().out
    assert "held-out questions" in printed
    assert "evidence accepted" in printed
    assert json.loads(weights.read_text())["coefficients"]["short_found"] > 0


def test_sentences_of_a_case_are_right_when_they_hold_the_answer_and_wrong_beside_it(tmp_path):
    (tmp_path / "orrin.txt").write_text(ARTICLE)
    case = {
        "id": "1",
        "question": "Who founded the Orrin mill?",
        "answerable": True,
        "required": [["Lena Moor"]],
        "evidence": [{"article": "orrin.txt", "quote": "Lena Moor founded the Orrin mill in 1902."}],
        "tags": [],
    }
    (tmp_path / "cases.jsonl").write_text(json.dumps(case))
    found = [s.verdict for s in fit_match.sentences_of(tmp_path / "cases.jsonl", tmp_path)]
    assert (found[0].answer, found[0].accepted) == ("Lena Moor founded the Orrin mill in 1902.", True)
    assert len(found) > 1
    assert not any(v.accepted for v in found[1:])
    assert all(matches(v.question, v.answer, v.golds) == v.accepted for v in found)
