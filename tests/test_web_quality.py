"""Evaluations on the page: what a run leaves, what stops it, what every window is shown of it, and how the figures move."""

import json
import threading
import time
import types
from dataclasses import replace

import gradio as gr
import pytest
from answered import CASE, FOREIGN
from browsing import LIT, ask, open_drawer
from conftest import CORPUS
from test_web_background import until
from test_web_page import NASTY, Tags

from evals.drafts import CASES
from evals.result import load_results
from rag.answer import Assistant
from rag.config import RagConfig
from web import words
from web.background import Upkeep
from web.chat import asking
from web.chat.exchange import Exchange
from web.quality import trend
from web.quality.evaluating import Evaluating, Seen
from web.quality.history import address, history
from web.quality.runs import About, Changed, Run, Runs, Since, is_id

SKIP = gr.skip()
SEEDS = {
    "id": "c3",
    "question": "How many envelopes of seeds did borrowers return?",
    "answerable": True,
    "required": [["640"]],
    "evidence": [{"article": "orrin.txt", "quote": "Borrowers returned 640 envelopes of seeds in the first year."}],
    "tags": [],
}


class Reader:
    """A model that replies with nothing to be found, as soon as it is let; one reply at a time, like the local one."""

    name = "reader"

    def __init__(self):
        self.may = threading.Event()
        self.begun = threading.Event()
        self.turn = threading.Lock()

    def stream(self, _system, _user, _tokens):
        with self.turn:
            self.begun.set()
            while not self.may.wait(0.01):
                yield ""
            time.sleep(0.01)
            yield "nothing that stands there"

    def refusal(self, _system, _user, _constant):
        return -20.0


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def upkeep(indexed, reader, tmp_path):
    indexed.write(CORPUS)
    indexed.sync()
    library = indexed.library()
    assistant = Assistant(RagConfig(models=tmp_path / "none", engine="auto"), library, {"local": reader})
    made = Upkeep(indexed.folder, assistant)
    made.askable.set()
    made.loaded.set()
    yield made
    reader.may.set()
    made.stop(10)
    library.close()


@pytest.fixture
def evaluating(upkeep):
    return Evaluating(upkeep)


@pytest.fixture
def accept(indexed):
    def write(*cases):
        lines = [case if isinstance(case, str) else json.dumps(case) for case in cases]
        (indexed.config.data / CASES).write_text("".join(f"{line}\n" for line in lines))

    return write


def sent(**fields):
    return types.SimpleNamespace(**{"cases": "accepted", "engine": "extractive"} | fields)


def begin(evaluating, **fields):
    return evaluating.evaluate(sent(**fields))


def ended(evaluating):
    """Wait until no evaluation is going on; return what the panel says then."""
    until(lambda: "<progress" not in evaluating.show()[0])
    return evaluating.show()


def evaluate(evaluating, **fields):
    begin(evaluating, **fields)
    return ended(evaluating)


def shown(part):
    return Tags(part).words


# Running


def test_a_run_leaves_what_the_command_leaves_and_the_page_says_it_in_words(evaluating, accept, indexed):
    accept(CASE, FOREIGN)
    start, runs, *_ = evaluate(evaluating)
    assert words.EVALUATED.format(cases="2 cases") in shown(start)
    assert "100\u00a0% right and cited" in shown(runs)
    assert "1 of 1 question" in shown(runs)
    assert words.FIRST_RUN in shown(runs)
    (run_id,) = Runs(indexed.config.data).ids()
    folder = indexed.config.data / "evaluations" / run_id
    assert {path.name for path in folder.iterdir()} == {"results.jsonl", "summary.json", "report.html", "run.json"}
    assert f'href="quality/{run_id}/report.html"' in runs
    assert "<html" in Runs(indexed.config.data).report(run_id).read_text()


def test_an_unchanged_case_is_not_asked_again_and_the_run_before_is_the_baseline(evaluating, accept, indexed):
    accept(CASE, FOREIGN)
    evaluate(evaluating)
    (kept,) = indexed.config.data.glob("evaluations/.answers/*/answers.jsonl")
    first = kept.read_text()
    _, runs, *_ = evaluate(evaluating)
    assert kept.read_text() == first
    assert "0 cases fixed, 0 cases broken" in shown(runs)
    ids = Runs(indexed.config.data).ids()
    assert len(ids) == 2
    assert "baseline" in Runs(indexed.config.data).report(ids[0]).read_text()


def test_answers_about_other_articles_do_not_pile_up(evaluating, accept, indexed):
    accept(CASE)
    evaluate(evaluating)
    (before,) = indexed.config.data.glob("evaluations/.answers/*")
    indexed.write({"new.txt": "The harbour of Orrin was dredged in 1907."})
    indexed.sync()
    evaluate(evaluating)
    (after,) = indexed.config.data.glob("evaluations/.answers/*")
    assert after != before


def test_what_broke_and_what_was_fixed_is_named_and_other_cases_are_said_to_be_others(evaluating, accept):
    wrong = SEEDS | {"required": [["641"]]}
    accept(CASE, wrong)
    evaluate(evaluating)
    accept(CASE | {"required": [["313"]]}, SEEDS)
    _, runs, *_ = evaluate(evaluating)
    told = shown(runs)
    assert "1 case fixed, 1 case broken" in told
    assert words.ONLY_COMMON.format(cases="2 cases").strip() in told
    assert told.index(words.NOW_WRONG) < told.index(CASE["question"]) < told.index(SEEDS["question"])
    assert words.OTHER_CASES in told
    assert "report.html#case-c1" in runs


def test_runs_without_a_case_in_common_are_not_compared(evaluating, accept):
    accept(CASE)
    evaluate(evaluating)
    accept(SEEDS)
    _, runs, *_ = evaluate(evaluating)
    assert words.FIRST_RUN in shown(runs)


def test_bad_lines_are_named_and_the_rest_can_be_run(evaluating, accept, indexed):
    accept(CASE, '{"id": "<b>"}', "no JSON", FOREIGN)
    start, *_ = begin(evaluating)
    assert "2 lines of the case file cannot be used" in shown(start)
    assert "Line 2: field 'question' is missing" in shown(start)
    assert words.RUN_REST.format(cases="2 cases") in shown(start)
    assert evaluating.show()[0] != start  # nothing was begun
    _, runs, *_ = evaluate(evaluating, rest=True)
    assert "2 lines of the case file could not be used" in shown(runs)
    (run_id,) = Runs(indexed.config.data).ids()
    assert "2 lines of the case file left out" in Runs(indexed.config.data).report(run_id).read_text()


def test_without_cases_it_is_said_how_to_get_some(evaluating, accept):
    start, *_ = evaluating.show()
    assert words.NO_CASES in shown(start)
    assert "<form" not in start
    accept("no case at all")
    start, *_ = evaluating.show()
    assert "line 1" in shown(start)
    assert "<form" not in start
    assert words.sentence(words.CASES_GONE) in begin(evaluating)[3]


def test_a_case_file_beside_the_articles_is_offered(evaluating, accept, indexed):
    (indexed.folder / "questions.jsonl").write_text(json.dumps(SEEDS))
    start, *_ = evaluating.show()
    assert "1 case from questions.jsonl" in shown(start)
    accept(CASE, FOREIGN)
    start, *_ = evaluating.show()
    assert shown(start).index("2 cases you accepted") < shown(start).index("1 case from questions.jsonl")
    start, runs, *_ = evaluate(evaluating, cases="folder")
    assert "1 of 1 question" in shown(runs)
    assert 'value="folder" checked' in start  # the next run most often asks the same


@pytest.mark.parametrize("fields", [{"cases": "../cases"}, {"engine": "openai"}, {"engine": None}, {"cases": None}])
def test_only_what_was_offered_can_be_run(evaluating, accept, fields):
    accept(CASE)
    assert words.sentence(words.CASES_GONE) in begin(evaluating, **fields)[3]


def test_one_run_at_a_time_and_cancelling_keeps_what_was_answered(evaluating, accept, indexed, reader):
    accept(FOREIGN, CASE, SEEDS)
    reader.may.set()
    evaluate(evaluating, engine="local")
    reader.may.clear()
    reader.begun.clear()
    indexed.write({"new.txt": "The harbour of Orrin was dredged in 1907."})
    indexed.sync()
    begin(evaluating, engine="local")
    assert reader.begun.wait(30)
    assert words.sentence(words.ONE_AT_A_TIME) in shown(begin(evaluating)[3])
    done = int(evaluating.show()[0].split('value="')[1].split('"')[0])
    began = time.monotonic()
    evaluating.halt()
    start, *_ = ended(evaluating)
    assert time.monotonic() - began < 5
    assert words.CANCELLED.format(done=done, cases="3 cases") in shown(start)
    assert len(Runs(indexed.config.data).ids()) == 1
    (kept,) = indexed.config.data.glob("evaluations/.answers/*/answers.jsonl")
    assert len(kept.read_text().splitlines()) == done < 3
    reader.may.set()
    _, runs, *_ = evaluate(evaluating, engine="local")
    assert len(kept.read_text().splitlines()) == 3
    assert words.ANSWERED_BY["local"] in shown(runs)


def test_questions_of_people_are_answered_while_a_run_goes_on(evaluating, accept, upkeep, reader):
    accept(*(CASE | {"id": f"c{n}", "question": f"{CASE['question']} {n}"} for n in range(300)))
    reader.may.set()
    begin(evaluating, engine="local")
    assert reader.begun.wait(30)
    *_, last = asking.ask(upkeep, Exchange("How many envelopes of seeds were returned?"), ())
    assert last.phase == "done"
    assert "<progress" in evaluating.show()[0]
    with upkeep.answering():  # somebody's question comes before the next case
        time.sleep(0.1)  # the case that was asked already ends
        done = evaluating.show()[0]
        time.sleep(0.1)
        assert evaluating.show()[0] == done
    evaluating.halt()
    ended(evaluating)


def test_a_run_ends_with_the_app(evaluating, accept, upkeep, reader):
    accept(CASE)
    begin(evaluating, engine="local")
    assert reader.begun.wait(30)
    upkeep.stop(10)
    assert not [thread for thread in threading.enumerate() if thread.name == "evaluation"]


def test_articles_that_change_meanwhile_end_the_run_in_words(evaluating, accept, indexed, upkeep, reader):
    accept(CASE)
    begin(evaluating, engine="local")
    assert reader.begun.wait(30)
    before = upkeep.generation
    indexed.write({"new.txt": "The harbour of Orrin was dredged in 1907."})
    change = threading.Thread(target=indexed.sync)  # it waits for the question, which still reads the articles before
    change.start()
    until(lambda: upkeep.generation != before)
    reader.may.set()
    change.join()
    start, runs, *_ = ended(evaluating)
    assert "the articles changed while the run was going on; run it again" in shown(start)
    assert words.NO_RUNS in shown(runs)


def test_settings_that_change_meanwhile_end_the_run_and_other_settings_ask_anew(evaluating, accept, indexed, upkeep, reader):
    accept(CASE)
    begin(evaluating, engine="local")
    assert reader.begun.wait(30)
    fewer = replace(upkeep.assistant.config, sources=2)
    upkeep.assistant.reconfigure(fewer)
    reader.may.set()
    start, *_ = ended(evaluating)
    assert "the settings changed while the run was going on; run it again" in shown(start)
    evaluate(evaluating)
    upkeep.assistant.reconfigure(replace(fewer, sources=3))
    evaluate(evaluating)
    (kept,) = indexed.config.data.glob("evaluations/.answers/*/answers.jsonl")
    assert len(kept.read_text().splitlines()) == 2


def test_a_folder_that_cannot_be_written_is_told(evaluating, accept, indexed):
    accept(CASE)
    (indexed.config.data / "evaluations").write_text("in the way")
    start, *_ = evaluate(evaluating)
    assert "could not be done" in shown(start)


# Windows


def test_every_window_sees_the_run_and_nothing_is_sent_twice(evaluating, accept, reader):
    accept(CASE)
    *_, one = evaluating.show()
    *_, other = evaluating.show()
    begin(evaluating, engine="local")
    assert reader.begun.wait(30)
    assert "<progress" in evaluating.tick(one)[0]
    start, _, spoken, _, other = evaluating.tick(other)
    assert "<progress" in start
    assert spoken == SKIP
    assert evaluating.tick(other) == (SKIP,) * 5
    reader.may.set()
    ended(evaluating)
    start, runs, spoken, *_ = evaluating.tick(other)
    assert "<form" in start
    assert "<table" in runs
    assert spoken == words.EVALUATED.format(cases="1 case")
    assert evaluating.tick(Seen())[2] == SKIP  # a window opened later is told nothing of it anew


# What is on disk


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "20261122T143100Z/..", "20261122T143100Z\n", "x20261122T143100Z", "20261122T143100Z-0",
     ".answers", ".unfinished", "\u0662\u0660261122T143100Z", "20261122T143100"],
)  # fmt: skip
def test_nothing_but_the_id_of_a_run_opens_a_report(tmp_path, name):
    assert not is_id(name)
    (tmp_path / "evaluations").mkdir()
    (tmp_path / "report.html").write_text("secret")
    (tmp_path / "evaluations" / "report.html").write_text("secret")
    assert Runs(tmp_path).report(name) is None


def test_runs_are_deleted_and_with_the_last_one_the_answers(evaluating, accept, indexed):
    accept(CASE)
    evaluate(evaluating)
    evaluate(evaluating)
    runs = Runs(indexed.config.data)
    newest, oldest = runs.ids()
    _, listing, _, news, _ = evaluating.discard(sent(run=newest))
    assert "Deleted the run of" in news
    assert newest not in listing
    assert oldest in listing
    assert words.sentence(words.NO_SUCH_RUN) in shown(evaluating.discard(sent(run=newest))[3])
    assert words.sentence(words.NO_SUCH_RUN) in shown(evaluating.discard(sent(run="../drafts.jsonl"))[3])
    assert words.NO_RUNS in shown(evaluating.discard(sent(run=oldest))[1])
    assert not (indexed.config.data / "evaluations" / ".answers").exists()


def test_a_run_that_was_damaged_is_named_and_can_be_deleted(evaluating, accept, indexed):
    accept(CASE)
    evaluate(evaluating)
    folder = indexed.config.data / "evaluations"
    (run_id,) = Runs(indexed.config.data).ids()
    (folder / run_id / "run.json").write_text("{}")
    (folder / "20269999T999999Z").mkdir()
    _, listing, *_ = evaluating.show()
    assert shown(listing).count(words.UNREADABLE_RUN) == 2
    _, listing, *_ = evaluate(evaluating)
    assert words.FIRST_RUN in shown(listing)
    evaluating.discard(sent(run="20269999T999999Z"))
    assert not (folder / "20269999T999999Z").exists()


def test_two_runs_within_a_second_are_two_runs_in_order(evaluating, accept, indexed):
    runs = Runs(indexed.config.data)
    about = About("extractive", "", "set", 0, None)
    for _ in range(12):
        with runs.new() as (folder, keep):
            (folder / "report.html").write_text("x")
            keep(about)
    ids = runs.ids()
    assert len(set(ids)) == 12
    assert list(ids) == sorted(ids, key=lambda i: (indexed.config.data / "evaluations" / i).stat().st_ctime_ns)[::-1]
    assert not (indexed.config.data / "evaluations" / ".unfinished").exists()


# How the figures move


def run(day, mean=0.8, engine="extractive", cases="a", since=None, **figures):
    found = {"correct_and_cited": {"mean": mean, "low": mean - 0.1, "high": min(1.0, mean + 0.1), "n": 40}} | figures
    return Run(
        f"202611{day:02}T120000Z", About(engine, "m" * (engine == "openai"), cases, 0, since), {"cases": 50, "all": found}
    )


def test_a_line_joins_only_runs_that_can_be_compared():
    same = [run(3), run(2), run(1)]
    assert trend.chart(same).count('class="course"') == 2
    assert 'class="break"' not in trend.chart(same)
    others = [run(3, cases="b"), run(2), run(1)]
    assert trend.chart(others).count('class="course"') == 1
    assert trend.chart(others).count('class="break"') == 1
    assert words.CHART_BREAK in trend.chart(others)
    assert trend.chart([run(3), run(2, engine="local"), run(1)]).count('class="course"') == 1  # from the first to the last
    assert words.ANSWERED_BY["local"] in shown(trend.chart([run(2, engine="local"), run(1)]))


def test_the_chart_is_read_out_and_one_run_makes_none():
    (image,) = [attrs for tag, attrs in Tags(trend.chart([run(2, 0.9), run(1, 0.5)])).tags if attrs.get("role") == "img"]
    assert "2 runs" in image["aria-label"]
    assert "first 50\u00a0%, now 90\u00a0%" in image["aria-label"]
    assert trend.chart([run(1)]) == ""
    unjudged = Run("20261102T120000Z", run(1).about, {"cases": 1, "all": {}})
    assert trend.chart([unjudged, run(1)]) == ""
    assert words.NONE_JUDGED in shown(history([unjudged]))
    assert len([1 for tag, _ in Tags(trend.chart([run(n) for n in range(28, 0, -1)])).tags if tag == "circle"]) == trend.MOST


def test_the_table_holds_every_run_with_its_change_and_report():
    since = Since("20261101T120000Z", "local", True, 50, (), (), (0.04, -0.02, 0.1))
    page = history([run(n, since=since) for n in range(20, 0, -1)])
    assert shown(page).count("+4 points (\u22122 to +10)") == 20
    assert words.OLDER_RUNS.format(number="15") in shown(page)
    assert words.OTHER_ENGINE_SHORT in shown(page)
    assert page.count(">Report</a>") == 20


def test_hostile_words_in_a_run_are_only_words():
    changed = (Changed(NASTY, NASTY),)
    since = Since("20261101T120000Z", "openai", False, 1, changed, changed, None)
    hostile = Run("20261102T120000Z", About("openai", NASTY, NASTY, 3, since), run(1).summary)
    for part in (history([hostile, run(1)]), trend.chart([hostile, run(1)])):
        assert "<script" not in part
        assert not [attrs for _, attrs in Tags(part).tags if any(name.startswith("on") for name in attrs)]
        assert "\u202e" not in "".join(str(attrs) for _, attrs in Tags(part).tags)
    assert '"' not in address("20261102T120000Z", NASTY)


# In the browser


def runs_shown(tab):
    return tab.locator(".runs tbody tr").count()


@pytest.mark.browser
def test_from_thumbs_down_to_a_report(page, folder, browser, app):
    answer = ask(page, LIT)
    answer.get_by_role("button", name=words.GOOD, exact=True).click()
    page.wait_for_selector(".thumb.up[aria-pressed=true]")
    open_drawer(page, "quality")
    page.locator("details.draft > summary", has_text=LIT).first.click()
    page.locator("details.draft[open]").get_by_label(words.RIGHT_ANSWERS).fill("3 May 1881")
    page.locator("details.draft[open]").get_by_role("button", name=words.ACCEPT).click()
    page.get_by_role("button", name=words.EVALUATE_NOW).focus(timeout=30_000)
    before = runs_shown(page)
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.runs tbody tr').length === {before + 1}", timeout=60_000)
    page.wait_for_function("document.activeElement.matches('#evaluate button')")
    assert "100\u00a0% right and cited" in page.inner_text(".card.last")
    page.wait_for_function(f"document.querySelector('#quality-spoken').innerText.includes({words.EVALUATED[:5]!r})")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=words.OPEN_REPORT).click()
    report = opened.value
    report.wait_for_selector("#filter")  # its script runs
    assert "Footnote on cases.jsonl" in report.title()
    assert report.evaluate("window.origin") == "null"
    report.close()
    assert page.request.get(f"{app}quality/20200101T000000Z/report.html").status == 404
    page.reload()
    open_drawer(page, "quality")
    page.wait_for_selector(".runs tbody tr")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")  # the page is laid out anew by script
    assert page.evaluate("document.querySelector('#quality').scrollWidth <= innerWidth")
    delete = page.locator(".runs button[data-run]").first
    delete.click()
    assert delete.inner_text() == words.DELETE_SURELY
    delete.click()
    page.wait_for_function(f"document.querySelectorAll('.runs tbody tr').length === {before}")


@pytest.mark.browser
def test_a_run_is_seen_in_two_windows_and_cancelled_in_one(page, folder, browser, app):
    cases = [{**CASE, "id": f"many-{n}", "question": f"What of the lighthouse {n}?"} for n in range(2_000)]
    path = folder / "data" / CASES
    kept = path.read_text() if path.exists() else None
    try:
        path.write_text("\n".join(map(json.dumps, cases)))
        open_drawer(page, "quality")
        page.get_by_role("button", name=words.EVALUATE_NOW).click()
        page.wait_for_selector("#evaluate progress")
        page.wait_for_function("document.activeElement.dataset.act === 'halt'")
        page.reload()
        context = browser.new_context()
        other = context.new_page()
        other.goto(app)
        for tab in (page, other):
            open_drawer(tab, "quality")
            tab.wait_for_function("document.querySelector('#evaluate progress')?.value > 3", timeout=60_000)
        other.locator("[data-act=halt]").click()
        for tab in (page, other):
            tab.wait_for_selector("#evaluate .outcome", timeout=60_000)
            assert tab.inner_text("#evaluate .outcome").startswith("Cancelled after")
        context.close()
    finally:
        path.unlink() if kept is None else path.write_text(kept)
    assert not [
        run_id for run_id in Runs(folder / "data").ids() if len(load_results(folder / "data" / "evaluations" / run_id)) > 100
    ]
