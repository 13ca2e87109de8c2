"""Conversations that outlast the window: kept, found again, edited, renamed, deleted; each browser finds its own."""

import sqlite3
import types
from contextlib import closing

import pytest
from browsing import BREAD, LIT, ask, open_drawer

from index.errors import BadInputError
from rag.scope import Scope
from rag.types import Answer, AnswerSentence, Citation, Conflict, Side, Timings
from web import words
from web.chat import records
from web.chat.browser import COOKIE
from web.chat.conversations import FILE, Conversations
from web.chat.drawer import Finding
from web.chat.events import Events
from web.chat.exchange import Conversation, Excerpt, Exchange
from web.chat.keeping import Keeping

ALICE, BOB = "a" * 32, "b" * 32
BRIDGE = "Title: The bridge\n\nThe Velm bridge reopened after repairs that cost 48 million crowns.\n"
OTHER = "Title: Seeds\n\nThe Orrin library lends vegetable seeds to its members.\n"
COST, LENDS = "How much did the repairs of the Velm bridge cost?", "What does the Orrin library lend?"


@pytest.fixture
def upkeep(upkeep_of):
    return upkeep_of({"bridge.txt": BRIDGE, "seeds.txt": OTHER})


@pytest.fixture
def events(upkeep):
    return Events(upkeep, Keeping(upkeep.assistant.library))


@pytest.fixture
def stored(indexed):
    return Conversations(indexed.config.data)


def sent(**fields):
    return types.SimpleNamespace(**fields)


def opened(events, owner, chat=None):
    request = types.SimpleNamespace(cookies={COOKIE: owner}, query_params={"chat": chat} if chat else {})
    return events.begin(request)[:2]


def asked(events, *questions, owner=ALICE):
    now = Conversation(owner)
    for question in questions:
        *_, last = events.ask(question, now)
        now = last[1]
    return now


def questions(conversation):
    return [exchange.question for exchange in conversation.exchanges]


def test_an_exchange_is_the_same_after_storing():
    citation = Citation(1, "a.txt", None, "The Paper", "2024", "words", 3, 8, "hash", ("b.txt",))
    answer = Answer(
        "Q", "Q?", "local", "words", sentences=(AnswerSentence("Words.", "partly", (1,)),), citations=(citation,),
        conflicts=(Conflict("Q", (Side("a", (1,)),)),), notices=("n",), timings_ms=Timings(1, 2, 3, 4),
    )  # fmt: skip
    exchange = Exchange(
        "Q", "done", answer=answer, excerpts=(Excerpt("a.txt", "A", 0, 5, "Words", "hash"),), query="Q?",
        places=((1, "page 3"),), scope=Scope(since="2020", publishers=("The Paper",)),
    )  # fmt: skip
    again = records.from_text(records.to_text(exchange))
    assert again == exchange
    assert (again.key, again.asked) == (exchange.key, exchange.asked)


def test_what_was_on_its_way_when_the_app_ended_is_stopped():
    assert records.from_text(records.to_text(Exchange("Q", "reading"))).phase == "stopped"


def test_a_conversation_is_found_again_by_its_browser(events):
    before = asked(events, COST, LENDS)
    page, after = opened(events, ALICE, before.id)
    assert (after.id, questions(after)) == (before.id, [COST, LENDS])
    assert [e.answer.to_json() for e in after.exchanges] == [e.answer.to_json() for e in before.exchanges]
    assert "48 million" in page
    page, fresh = opened(events, ALICE)
    assert fresh == Conversation(ALICE)
    assert "48 million" not in page


def test_another_browser_lists_nothing_and_goes_on_with_a_copy(events, stored):
    before = asked(events, COST)
    assert stored.listed(BOB) == []
    _, copy = opened(events, BOB, before.id)
    assert questions(copy) == [COST]
    assert copy.id != before.id
    list(events.ask(LENDS, copy))
    assert questions(opened(events, ALICE, before.id)[1]) == [COST]
    assert questions(opened(events, BOB, before.id)[1]) == [COST, LENDS]  # the same copy, not another one


def test_an_address_that_names_nothing_says_so(events):
    page, now = opened(events, ALICE, "0" * 32)
    assert words.NOT_THERE in page
    assert now == Conversation(ALICE)


def test_words_of_question_and_answer_find_a_conversation(events, stored):
    first, second = asked(events, COST), asked(events, LENDS)
    stored.rename(second.id, ALICE, "100 % seeds_")
    assert [listed.id for listed in stored.listed(ALICE)] == [second.id, first.id]
    for wanted, found in (("crowns MILLION", first), ("repairs", first), ("100 % seeds_", second), ("lend", second)):
        assert [listed.id for listed in stored.listed(ALICE, wanted)] == [found.id], wanted
    assert stored.listed(ALICE, "1_0 %") == stored.listed(ALICE, "zebra") == []


def test_a_name_is_changed_and_never_empty(stored, events):
    now = asked(events, COST)
    with pytest.raises(BadInputError, match="needs a name"):
        stored.rename(now.id, ALICE, "  ")
    stored.rename(now.id, BOB, "Mine")
    assert stored.listed(ALICE)[0].title == COST
    stored.rename(now.id, ALICE, " The  bridge ")
    assert stored.listed(ALICE)[0].title == "The bridge"


def test_only_its_own_browser_deletes_a_conversation_and_a_window_that_shows_it_begins_anew(events, stored, upkeep):
    now = asked(events, COST)
    stored.delete(now.id, BOB)
    assert [listed.id for listed in stored.listed(ALICE)] == [now.id]
    listing, news = Finding(upkeep.assistant.library.config).remove(now, "", sent(conversation=now.id))
    assert COST in news
    assert words.NO_CONVERSATIONS in listing
    assert events.still_there(now)[1] == Conversation(ALICE)


def test_an_edited_last_question_takes_the_place_of_the_old_one(events):
    now = asked(events, COST, COST)
    *_, last = events.edit(now, Scope(), sent(exchange=1, question=LENDS))
    assert questions(last[1]) == questions(opened(events, ALICE, now.id)[1]) == [COST, LENDS]


def test_an_edited_earlier_question_loses_nothing(events, stored):
    now = asked(events, COST, LENDS)
    *_, last = events.edit(now, Scope(), sent(exchange=0, question="What did the repairs cost?"))
    assert questions(last[1]) == ["What did the repairs cost?"]
    assert last[1].id != now.id
    assert questions(opened(events, ALICE, now.id)[1]) == [COST, LENDS]
    assert len(stored.listed(ALICE)) == 2


def test_asked_again_the_last_answer_is_replaced_and_an_earlier_one_kept(events):
    now = asked(events, COST, LENDS)
    *_, last = events.regenerate(now, Scope(), sent(exchange=1))
    assert questions(last[1]) == [COST, LENDS]
    assert last[1].exchanges[1].key != now.exchanges[1].key
    *_, last = events.regenerate(last[1], Scope(), sent(exchange=0))
    assert questions(last[1]) == questions(opened(events, ALICE, now.id)[1]) == [COST, LENDS, COST]


def test_a_window_that_is_closed_leaves_the_question(events):
    growing = events.ask(COST, Conversation(ALICE))
    _, started, *_ = next(growing)
    growing.close()
    (exchange,) = opened(events, ALICE, started.id)[1].exchanges
    assert (exchange.question, exchange.phase) == (COST, "stopped")


def test_what_comes_after_stop_neither_changes_nor_blocks_the_conversation(events, monkeypatch):
    growing = events.ask(COST, Conversation(ALICE))
    _, late, *_ = next(growing)
    _, stopped, *_ = events.stop(late)
    growing.close()  # what it leaves behind comes after the reader's word
    assert stopped.exchanges[-1].phase == "stopped"
    *_, last = events.ask(LENDS, late)  # the window may still hold what came too late
    assert [(e.question, e.phase) for e in last[1].exchanges] == [(COST, "stopped"), (LENDS, "done")]


@pytest.mark.parametrize("first", ["stop", "close"])
def test_stopped_before_it_answers_what_is_asked_anew_replaces_nothing(events, first):
    now = asked(events, COST, LENDS)
    growing = events.regenerate(now, Scope(), sent(exchange=1))
    _, running, *_ = next(growing)
    if first == "close":
        growing.close()
    _, shown, *_ = events.stop(running)
    growing.close()
    stored = opened(events, ALICE, now.id)[1]
    assert shown.exchanges[1].key == stored.exchanges[1].key == now.exchanges[1].key
    assert [e.phase for e in stored.exchanges] == ["done", "done"]


def test_a_deleted_conversation_does_not_come_back(events, stored, recwarn):
    growing = events.ask(COST, Conversation(ALICE))
    _, running, *_ = next(growing)
    next(growing)
    stored.delete(running.id, ALICE)
    list(growing)
    assert stored.listed(ALICE) == []


def test_who_reads_a_copy_judges_apart(events):
    before = asked(events, COST)
    _, copy = opened(events, BOB, before.id)
    events.thumb(copy, sent(exchange=0, thumb="up"))
    assert opened(events, BOB, before.id)[1].exchanges[0].judgement
    assert opened(events, ALICE, before.id)[1].exchanges[0].judgement is None


def test_a_later_link_opens_what_was_asked_since(events):
    before = asked(events, COST)
    opened(events, BOB, before.id)
    list(events.ask(LENDS, before))
    assert questions(opened(events, BOB, before.id)[1]) == [COST, LENDS]


def test_what_cannot_be_read_keeps_no_words_of_a_removed_article(events, stored, indexed):
    asked(events, COST)
    with closing(sqlite3.connect(indexed.config.data / FILE)) as database, database:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("UPDATE exchanges SET record = json_remove(record, '$.phase')")
    stored.forget_removed({"bridge.txt"}.__contains__)
    assert stored.listed(ALICE, "crowns")
    stored.forget_removed({"seeds.txt"}.__contains__)
    assert b"48 million" not in b"".join(path.read_bytes() for path in indexed.config.data.glob(f"{FILE}*"))


def test_two_windows_on_one_conversation_lose_nothing(events):
    now = asked(events, COST)
    list(events.ask(LENDS, now))
    list(events.ask("When did it reopen?", now))
    assert questions(opened(events, ALICE, now.id)[1]) == [COST, LENDS, "When did it reopen?"]


def test_a_refused_question_is_not_kept(events, stored):
    asked(events, "x" * 50_000)
    assert stored.listed(ALICE) == []


def test_stored_conversations_forget_a_removed_article(events, stored, indexed):
    now = asked(events, COST)
    (indexed.folder / "bridge.txt").unlink()
    indexed.sync(vectors=False)
    stored.forget_removed({"seeds.txt"}.__contains__)
    assert b"48 million" not in b"".join(path.read_bytes() for path in indexed.config.data.glob(f"{FILE}*"))
    assert words.REMOVED_QUOTE in opened(events, ALICE, now.id)[0]


def test_a_store_that_cannot_be_read_costs_no_answer(events, indexed, recwarn):
    indexed.config.data.joinpath(FILE).write_bytes(b"no database" * 100)
    now = asked(events, COST)
    assert now.exchanges[0].phase == "done"
    assert "conversations begin anew" in opened(events, ALICE, now.id)[0]


# In the browser


@pytest.mark.browser
def test_a_chat_is_found_after_a_reload_in_the_list_and_by_its_link(page, app):
    ask(page, LIT)
    ask(page, BREAD)
    link = page.url
    assert "?chat=" in link
    page.reload()
    page.wait_for_selector(".exchange:nth-child(2)")
    assert page.url == link
    page.click("#new")
    page.wait_for_selector(".empty")
    assert "chat=" not in page.url
    open_drawer(page, "conversations")
    page.fill("#find-conversation input, #find-conversation textarea", "1881 bakery")
    page.locator("#history li", has_text=LIT).locator("button.open").click()
    page.wait_for_selector(".exchange:nth-child(2)")
    assert page.url == link
    key = page.locator(".exchange").first.get_attribute("id")
    page.goto(f"{app}?chat={link.partition('chat=')[2]}#{key}")
    page.wait_for_selector(".exchange.linked")
    assert page.locator(".exchange.linked").get_attribute("id") == key


@pytest.mark.browser
def test_a_question_is_edited_in_its_place(page):
    ask(page, BREAD)
    page.get_by_label(words.EDIT_QUESTION).click()
    form = page.locator("form[data-edit]")
    form.get_by_role("textbox").fill(LIT)
    form.get_by_role("textbox").press("Enter")
    page.locator(".exchange", has_text="3 May 1881").locator("button.cite").first.wait_for()
    assert page.locator(".exchange").count() == 1
    assert page.locator("p.question").inner_text() == LIT


@pytest.mark.browser
def test_the_quote_is_shown_where_the_number_is(page):
    answer = ask(page, LIT)
    answer.locator(".answer button.cite").first.hover()
    page.locator(".peek", has_text="3 May 1881").wait_for()
    assert "1999-04-02" in page.inner_text(".peek")
    page.keyboard.press("Escape")
    page.wait_for_selector(".peek", state="hidden")
    box = page.locator("#question textarea")
    box.focus()
    while page.evaluate("!document.activeElement.matches('.answer .cite')"):
        page.keyboard.press("Shift+Tab")
    page.wait_for_selector(".peek", state="visible")


@pytest.mark.browser
def test_a_conversation_is_renamed_and_deleted(page):
    ask(page, LIT)
    open_drawer(page, "conversations")
    row = page.locator("#history li", has=page.locator("[aria-current]"))
    row.get_by_role("button", name=words.RENAME).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Kettle <b>Point</b>")
    page.keyboard.press("Enter")
    page.locator("#history button.open", has_text="Kettle <b>Point</b>").wait_for()
    remove = row.get_by_role("button", name=words.DELETE)
    remove.click()
    assert remove.inner_text() == words.DELETE_SURELY
    remove.click()
    page.wait_for_selector("#conversation .empty")
    assert page.locator("#history button.open", has_text="Kettle").count() == 0
