"""From a thumb under an answer to a case: the draft that is kept, the panel that decides it, and what is forgotten."""

import json
import types

import gradio as gr
import pytest
from browsing import BREAD, LIT, ask, close_drawer, open_drawer, wait_for_articles
from test_web_page import CITATION, NASTY, Tags, drawn

from evals.__main__ import main
from evals.cases import load_cases
from evals.drafts import CASES, DRAFTS, read_drafts, rewrite
from rag.types import Answer, AnswerSentence, Failure
from web import words
from web.chat.events import Events
from web.chat.exchange import Conversation, Exchange, Judgement
from web.chat.judging import Judging
from web.chat.keeping import Keeping
from web.quality import draft_list
from web.quality.forgetting import forget_removed
from web.quality.reviewing import Reviewing

BRIDGE = "Title: The bridge\n\nThe Velm bridge reopened after repairs that cost 48 million crowns.\n"
SEEDS = "Title: Seeds\n\nThe Orrin library lends vegetable seeds\nto its members.\n"
QUESTION = "How much did the repairs of the Velm bridge cost?"
SKIP = gr.skip()
EMPTY = Conversation("somebody")


@pytest.fixture
def upkeep(upkeep_of):
    return upkeep_of({"bridge.txt": BRIDGE, "seeds.txt": SEEDS})


@pytest.fixture
def events(upkeep):
    return Events(upkeep, Keeping(upkeep.assistant.library))


@pytest.fixture
def reviewing(upkeep):
    return Reviewing(upkeep)


def answered(events, question=QUESTION, before=EMPTY):
    *_, last = events.ask(question, before)
    return last[1]


def sent(**fields):
    return types.SimpleNamespace(**{"exchange": 0} | fields)


def up(events, exchanges, **fields):
    return events.thumb(exchanges, sent(thumb="up", **fields))


def down(events, exchanges, reason="wrong-answer", expected="", **fields):
    return events.criticise(exchanges, sent(reason=reason, expected=expected, **fields))


def drafts(indexed):
    return read_drafts(indexed.config.data / DRAFTS)


def accepting(draft, **typed):
    case = draft.case
    form = {
        "question": case.question,
        "required": "\n\n".join("\n".join(group) for group in case.required),
        "unanswerable": not case.answerable,
        "quotes": [{"article": gold.article, "quote": gold.quote} for gold in case.evidence],
        "other": "",
    }
    return types.SimpleNamespace(draft=draft.id, act="accept", **form | typed)


def test_a_good_answer_proposes_its_own_words_as_gold(events, indexed):
    chat, state, said = up(events, answered(events))
    assert said == words.KEPT["open"]
    assert words.KEPT["open"] in chat
    assert state.exchanges[0].judgement == Judgement("up", "open")
    (draft,) = drafts(indexed)
    assert (draft.source, draft.status, draft.case.question) == ("thumbs-up", "open", QUESTION)
    assert draft.about["answer"] == json.loads(json.dumps(state.exchanges[0].answer.to_json()))
    assert [gold.quote for gold in draft.case.evidence] == [c.quote for c in state.exchanges[0].answer.citations]


@pytest.mark.parametrize(
    ("reason", "right", "answerable", "required", "quotes"),
    [
        ("wrong-answer", False, True, [["48 million", "48,000,000"]], False),
        ("wrong-answer", True, True, [["48 million", "48,000,000"]], True),
        ("wrong-source", True, True, [["48 million", "48,000,000"]], False),
        ("should-abstain", True, False, [], False),
        ("should-answer", False, True, [["48 million", "48,000,000"]], False),
    ],
)
def test_a_bad_answer_proposes_what_was_expected(events, indexed, reason, right, answerable, required, quotes):
    down(events, answered(events), reason, " 48 million \n\n48,000,000", right=right)
    raw = drafts(indexed)[0].raw
    assert (raw["answerable"], raw["required"], bool(raw["evidence"])) == (answerable, required, quotes)
    assert raw["tags"] == ["thumbs-down", reason]
    assert raw["draft"]["note"] == words.REASONS[reason]
    assert raw["draft"]["expected"] == "48 million \n\n48,000,000"


def test_a_follow_up_keeps_what_was_said_before_it(events, indexed):
    exchanges = answered(events, "When did it reopen?", answered(events))
    down(events, exchanges, exchange=1)
    (draft,) = drafts(indexed)
    assert [(turn.question, turn.answer) for turn in draft.case.history] == [
        (QUESTION, exchanges.exchanges[0].answer.answer)
    ]
    assert draft.about["answer"]["query"] == exchanges.exchanges[1].answer.query


def test_pressing_again_takes_it_back_and_the_other_thumb_replaces_it(events, indexed):
    _, state, _ = up(events, answered(events))
    chat, state, said = up(events, state)
    assert (said, drafts(indexed)) == (words.TAKEN_BACK, [])
    assert words.KEPT["open"] not in chat
    _, state, _ = up(events, state)
    down(events, state)
    assert [draft.source for draft in drafts(indexed)] == ["thumbs-down"]


def test_what_somebody_decided_is_not_taken_back(events, indexed, reviewing):
    _, state, _ = up(events, answered(events))
    reviewing.decide(types.SimpleNamespace(draft=drafts(indexed)[0].id, act="reject"))
    with pytest.warns(UserWarning, match="has been decided already"):
        chat, state, said = up(events, state)
    assert "has been decided already" in said
    assert words.KEPT["rejected"] in chat
    assert [draft.status for draft in drafts(indexed)] == ["rejected"]


def test_a_thumb_given_while_the_next_answer_grows_is_not_lost(events, indexed):
    exchanges = answered(events)
    growing = events.ask("What does the library lend?", exchanges)
    first = next(growing)[1]
    assert up(events, first)[:2] == (SKIP, SKIP)  # the answer on its way shows it
    *_, last = growing
    assert [exchange.judgement for exchange in last[1].exchanges] == [Judgement("up", "open"), None]


@pytest.mark.parametrize("event", [{}, {"exchange": 5, "thumb": "up"}, {"exchange": True, "thumb": "up"}, {"thumb": "left"}])
def test_what_no_button_sends_changes_nothing(events, indexed, event):
    assert events.thumb(answered(events), sent(**event)) == (SKIP, SKIP, SKIP)
    assert drafts(indexed) == []


@pytest.mark.parametrize("phase", ["reading", "stopped", "failed"])
def test_only_a_whole_answer_is_judged(phase):
    answer = Answer("Q", "Q", "local", sentences=(AnswerSentence("It is so.", "supported", (1,)),), citations=(CITATION,))
    assert "data-thumb" in drawn(Exchange("Q", "done", answer=answer))
    assert "data-thumb" not in drawn(Exchange("Q", phase, answer=answer))
    failed = Answer("Q", "Q", "local", error=Failure("model", "no"))
    assert "data-thumb" not in drawn(Exchange("Q", "done", answer=failed))


def test_a_file_that_somebody_broke_is_told_and_the_conversation_stays(events, indexed, reviewing):
    exchanges = answered(events)
    (indexed.config.data / DRAFTS).write_text("no JSON\n")
    with pytest.warns(UserWarning, match=r"drafts.jsonl, line 1"):
        assert "line 1" in up(events, exchanges)[2]
    news, _, listing = reviewing.show()
    assert "line 1" in news
    assert listing == ""
    assert (indexed.config.data / DRAFTS).read_text() == "no JSON\n"


# Deciding


def test_an_accepted_draft_is_a_case_at_once_and_leaves_again_when_reopened(events, indexed, reviewing):
    down(events, answered(events), expected="48 million")
    (draft,) = drafts(indexed)
    cited = {"article": "bridge.txt", "quote": draft.about["answer"]["citations"][0]["quote"]}
    news, summary, listing = reviewing.decide(accepting(draft, question="What did it cost?", quotes=[cited]))
    assert "What did it cost?" in news
    assert "1 accepted" in Tags(summary).words
    cases = indexed.config.data / CASES
    (case,) = load_cases(cases)
    assert (case.question, case.required, case.evidence[0].quote) == (
        "What did it cost?",
        (("48 million",),),
        cited["quote"],
    )
    assert 'data-act="reopen"' in listing
    cases.write_text(cases.read_text().replace("48 million", "48 millions"))  # a person's edit outlives the reopening
    reviewing.decide(types.SimpleNamespace(draft=draft.id, act="reopen"))
    assert cases.read_text() == ""
    assert drafts(indexed)[0].status == "open"
    assert drafts(indexed)[0].case.required == (("48 millions",),)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "The right answer is missing"),
        ({"required": "x", "other": "words of nobody"}, "No article holds these words exactly"),
        ({"required": "x", "quotes": [{"article": "bridge.txt", "quote": "cost 50"}]}, "does not hold the words"),
        ({"required": "x", "quotes": [{"article": "../x", "quote": ""}]}, "holds no article"),
        ({"required": "x", "question": ""}, "question"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(events, indexed, reviewing, typed, told):
    down(events, answered(events))
    news, summary, listing = reviewing.decide(accepting(drafts(indexed)[0], **typed))
    assert told in Tags(news).words
    assert (summary, listing) == (SKIP, SKIP)
    assert drafts(indexed)[0].status == "open"
    assert not (indexed.config.data / CASES).exists()


def test_other_words_find_their_article_over_line_ends(events, indexed, reviewing):
    down(events, answered(events))
    other = "lends vegetable seeds to its  members"
    reviewing.decide(accepting(drafts(indexed)[0], required="seeds\nvegetable seeds\n\nmembers", other=other))
    (case,) = load_cases(indexed.config.data / CASES)
    assert case.required == (("seeds", "vegetable seeds"), ("members",))
    assert [(g.article, g.quote) for g in case.evidence] == [("seeds.txt", "lends vegetable seeds\nto its members")]


def test_sentences_of_the_closest_passages_can_be_chosen(events, indexed, reviewing):
    down(events, answered(events, "Who painted the towers of the Velm?"), "should-answer", "nobody")
    _, _, listing = reviewing.show()
    near = [attrs["data-quote"] for tag, attrs in Tags(listing).tags if tag == "input" and attrs.get("name") == "quote"]
    assert any("repairs that cost 48 million" in quote for quote in near)
    assert all(quote in BRIDGE + SEEDS for quote in near)


def test_a_draft_taken_back_meanwhile_is_told(events, indexed, reviewing):
    _, state, _ = up(events, answered(events))
    event = accepting(drafts(indexed)[0])
    up(events, state)
    assert "not there any more" in reviewing.decide(event)[0]


def test_nothing_of_readers_or_articles_becomes_markup_in_the_list(events, indexed, reviewing):
    down(events, answered(events), expected=NASTY)

    def spoilt(draft):
        about = draft.about | {
            "source": NASTY,
            "note": NASTY,
            "answer": {"answer": NASTY, "citations": [{"article": NASTY, "quote": NASTY}]},
        }
        gold = {"evidence": [{"article": NASTY, "quote": NASTY}], "history": [{"question": NASTY, "answer": NASTY}]}
        return draft.raw | gold | {"id": NASTY, "question": NASTY, "draft": about}

    rewrite(indexed.config.data / DRAFTS, spoilt)
    for status in ("open", "rejected"):
        rewrite(indexed.config.data / DRAFTS, lambda d, status=status: d.raw | {"draft": d.about | {"status": status}})
        _, _, listing = reviewing.show()
        assert "<script" not in listing
        assert "alert('x')" in Tags(listing).words
        assert not [attrs for _, attrs in Tags(listing).tags if any(name.startswith("on") for name in attrs)]


def test_a_long_list_is_cut_and_says_so(events, indexed):
    up(events, answered(events))
    (draft,) = drafts(indexed)
    listing = draft_list.listing([draft_list.Offered(draft, (), ())], [], more=7)
    assert words.MORE_DRAFTS.format(drafts="7 drafts") in listing


# Forgetting


def test_the_words_of_a_removed_article_leave_the_drafts(events, indexed):
    exchanges = answered(events, "When did it reopen?", answered(events))
    up(events, exchanges)
    down(events, exchanges, expected="My own words", right=True, exchange=1)
    path = indexed.config.data / DRAFTS
    assert "48 million" in path.read_text()
    forget_removed(path, lambda article: article != "bridge.txt")
    assert "48 million" not in path.read_text().replace(QUESTION, "")
    praised, criticised = read_drafts(path)
    assert [(gold.article, gold.quote) for gold in praised.case.evidence] == [("bridge.txt", "")]
    assert praised.case.required == ()
    assert criticised.case.required == (("My own words",),)
    assert [turn.answer for turn in criticised.case.history] == [words.REMOVED_QUOTE]
    before = path.stat().st_ino
    forget_removed(path, lambda article: article != "bridge.txt")
    assert path.stat().st_ino == before


def test_an_accepted_draft_keeps_its_gold_but_not_the_answer(events, indexed, reviewing):
    down(events, answered(events), expected="48 crowns", right=True)
    reviewing.decide(accepting(drafts(indexed)[0]))
    forget_removed(indexed.config.data / DRAFTS, lambda article: article != "bridge.txt")
    (draft,) = drafts(indexed)
    assert "48 million" in draft.case.evidence[0].quote
    assert "48 million" not in json.dumps(draft.about)


def test_judgements_are_read_again_only_when_the_file_changed(events, indexed, monkeypatch):
    judging = Judging(indexed.config.data)
    _, state, _ = up(events, answered(events))
    plain = (Exchange(QUESTION, "done", answer=state.exchanges[0].answer, key=state.exchanges[0].key),)
    assert judging.marked(plain)[0].judgement == Judgement("up", "open")
    monkeypatch.setattr("web.chat.judging.read_drafts", None)
    assert judging.marked(plain)[0].judgement == Judgement("up", "open")


# In the browser


def on_disk(folder, name):
    path = folder / "data" / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_from_thumbs_down_to_a_case(page, folder, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    before = len(on_disk(folder, CASES))
    answer = ask(page, LIT)
    answer.get_by_role("button", name=words.BAD).click()
    answer.get_by_label(words.REASONS["wrong-answer"]).check()
    answer.get_by_label(words.SOURCES_RIGHT).check()
    answer.get_by_label(words.EXPECTED).fill("3 May 1881")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    answer.get_by_role("button", name=words.SAVE).click()
    page.wait_for_selector(".thumb.down[aria-pressed=true]")
    assert words.KEPT["open"] in answer.inner_text()
    assert answer.locator("form.critique").is_hidden()
    open_drawer(page, "quality")
    page.locator("details.draft > summary", has_text=LIT).click()
    form = page.locator("details.draft[open] form")
    assert form.get_by_label(words.RIGHT_ANSWERS).input_value() == "3 May 1881"
    form.get_by_label(words.RIGHT_ANSWERS).fill("")
    form.get_by_role("button", name=words.ACCEPT).click()
    page.wait_for_selector("#quality-news .wrong")
    assert "right answer is missing" in page.inner_text("#quality-news")
    form.get_by_label(words.RIGHT_ANSWERS).fill("3 May 1881\nMay 3, 1881")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form.get_by_role("button", name=words.ACCEPT).click()
    page.wait_for_selector("#quality-news .wrong", state="detached")
    page.wait_for_selector("#quality pre", state="attached")
    case = on_disk(folder, CASES)[-1]
    assert len(on_disk(folder, CASES)) == before + 1
    assert case["required"] == [["3 May 1881", "May 3, 1881"]]
    assert "3 May 1881" in case["evidence"][0]["quote"]
    close_drawer(page, "quality")
    answer.get_by_text(words.KEPT["accepted"]).wait_for()
    command = page.locator("#quality pre").text_content().split()
    out = str(folder / "evaluated")
    assert main([*command[3:-1], out, "--engine", "extractive"]) == 0  # the command the panel shows is one that works


@pytest.mark.browser
def test_by_the_keyboard_alone(page, folder):
    ask(page, LIT)
    page.locator(".thumb.down").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form.critique:visible")
    assert page.evaluate("document.activeElement.type") == "radio"
    page.keyboard.press("Escape")
    page.wait_for_selector("form.critique:visible", state="detached")
    assert page.evaluate("document.activeElement.className").startswith("thumb down")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")  # wrong source
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("3 May 1881")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".thumb.down[aria-pressed=true]")
    assert page.evaluate("document.activeElement.className").startswith("thumb down")
    assert on_disk(folder, DRAFTS)[-1]["tags"] == ["thumbs-down", "wrong-source"]
    page.locator("#quality-open").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("details.draft")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('.draft > summary')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("details.draft[open]")
    page.locator("details.draft[open] [data-act=reject]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#quality-news p")
    assert on_disk(folder, DRAFTS)[-1]["draft"]["status"] == "rejected"
    assert page.evaluate("document.activeElement !== document.body")


@pytest.mark.browser
def test_taken_back(page, folder):
    before = len(on_disk(folder, DRAFTS))
    answer = ask(page, LIT)
    answer.get_by_role("button", name=words.GOOD, exact=True).click()
    page.wait_for_selector(".thumb.up[aria-pressed=true]")
    assert len(on_disk(folder, DRAFTS)) == before + 1
    answer.get_by_role("button", name=words.GOOD, exact=True).click()
    page.wait_for_selector(".thumb.up[aria-pressed=false]")
    assert len(on_disk(folder, DRAFTS)) == before
    page.wait_for_function(f"document.querySelector('#live').innerText.includes({words.TAKEN_BACK!r})")


@pytest.mark.browser
def test_hostile_words_are_only_words(page, folder):
    hostile = "<script>window.hacked=1</script><img src=x onerror=alert(1)> ${alert(1)} {{value}} \u202egnol"
    answer = ask(page, BREAD)
    answer.get_by_role("button", name=words.BAD).click()
    answer.get_by_label(words.REASONS["other"]).check()
    answer.get_by_label(words.EXPECTED).fill(hostile)
    answer.get_by_role("button", name=words.SAVE).click()
    page.wait_for_selector(".thumb.down[aria-pressed=true]")
    open_drawer(page, "quality")
    page.locator("details.draft > summary", has_text="bakery").click()
    form = page.locator("details.draft[open] form")
    assert form.get_by_label(words.RIGHT_ANSWERS).input_value() == hostile
    assert "<script>window.hacked=1</script> bread" in form.locator(".quote").first.inner_text()
    form.get_by_label(words.DRAFT_QUESTION).fill(hostile)
    form.locator(".quote input").first.check()
    form.get_by_role("button", name=words.ACCEPT).click()
    page.wait_for_selector("#quality-news p")
    assert hostile in page.inner_text("#quality-news")
    page.locator("details.decided > summary").click()
    assert hostile in page.inner_text("details.decided")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#quality img, #quality script").count() == 0
    assert on_disk(folder, CASES)[-1]["required"] == [[hostile]]


@pytest.mark.browser
def test_one_panel_at_a_time_and_drafts_do_not_mix(page):
    for question in (LIT, BREAD):
        ask(page, question).get_by_role("button", name=words.GOOD, exact=True).click()
        page.wait_for_selector(".exchange:last-child .thumb.up[aria-pressed=true]")
    page.click("#articles-open")
    page.wait_for_selector("#articles[data-open=true]")
    page.keyboard.press("Escape")
    open_drawer(page, "quality")
    assert page.get_attribute("#articles", "data-open") == "false"
    rows = page.locator("details.draft")
    count = rows.count()
    first, second = (rows.nth(n).locator("form").get_attribute("data-draft") for n in (count - 2, count - 1))
    rows.nth(count - 2).locator("summary").first.click()
    page.locator(f"form[data-draft='{first}'] textarea[name=required]").fill("typed into the first")
    page.locator(f"form[data-draft='{first}'] [data-act=reject]").click()
    page.wait_for_selector(f"form[data-draft='{first}']", state="detached")
    assert "typed" not in page.locator(f"form[data-draft='{second}'] textarea[name=required]").input_value()


@pytest.mark.browser
def test_a_draft_forgets_an_article_that_left_the_folder(page, folder):
    path = folder / "articles" / "harbour.txt"
    path.write_text("The harbour of Orrin was dredged in 1907 by nine barges.\n")
    wait_for_articles(page, 3)
    answer = ask(page, "When was the harbour of Orrin dredged?")
    answer.get_by_role("button", name=words.GOOD, exact=True).click()
    page.wait_for_selector(".thumb.up[aria-pressed=true]")
    assert "nine barges" in (folder / "data" / DRAFTS).read_text()
    path.unlink()
    page.wait_for_selector(".exchange em.removed")
    wait_for_articles(page, 2)
    assert "nine barges" not in (folder / "data" / DRAFTS).read_text()
