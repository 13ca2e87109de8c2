"""The report: what it says in words, what it hides from nobody, and that foreign text stays text in every format."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Indexed

from evals.__main__ import main
from evals.cases import BadCase, parse
from evals.compare import compare
from evals.report import FORMATS, Report, formats, write
from evals.report.charts import histogram
from evals.report.figures import duration, interval, share, visible
from evals.result import Result
from evals.summary import summarise
from evals.why import explain
from index.errors import BadInputError

NASTY = '<script>window.hacked=1</script> </style> ]]> \x1b[31mred \u202egnol {{ 7 * 7 }} | `x` & "q" \' \x00 \ud800 end'
GOLD = "The Velm bridge reopened on Friday after nineteen months of repairs."


class Tags(HTMLParser):
    """Collects the tags, the ids and the text of a page, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def result(name: str, *, good=True, answerable=True, abstained=False, took=100.0, text="It reopened.", **case) -> Result:
    raw = {
        "id": name,
        "question": f"When did {name} reopen?",
        "answerable": answerable,
        "required": [["Friday"]] if answerable else [],
        "evidence": [{"article": "bridge.txt", "quote": GOLD}] if answerable else [],
        "tags": ["fact" if answerable else "foreign"],
    }
    place = {"article": "bridge.txt", "start": 40, "end": 108}
    citation = {"number": 1, "quote": text, "title": None, "publisher": None, "date": "2021", "also_in": []} | place
    said = not abstained
    answer = {
        "question": raw["question"],
        "query": raw["question"],
        "answer": f"{text} [1]" if said else "",
        "short_answer": None,
        "abstained": abstained,
        "sentences": [{"text": text, "support": "supported", "citations": [1]}] * said,
        "citations": [citation] * said,
        "missing": "The articles do not say." if abstained else None,
        "conflicts": [],
        "hits": [place | {"score": 1.0, "rank": 1}],
        "evidence": [place],
        "notices": [],
        "error": None,
        "engine": "extractive",
        "prompt_ids": {},
        "timings_ms": {"retrieve": took / 2, "first_evidence": took * 0.6, "first_token": 0.0, "total": took},
    }
    scores = {"confidence": 0.9, "error": 0.0}
    if answerable:
        rank = {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0, "reciprocal_rank": 1.0}
        scores |= rank | {
            "correct_and_cited": float(good),
            "holds_answer": float(good),
            "false_abstention": float(abstained),
        }
    else:
        scores |= {"false_answer": float(said), "correct_and_cited": None}
    return Result(parse(raw | case), answer, scores)


def report(corpus: Indexed, results, before=None, **changes) -> Report:
    with corpus.catalog() as catalog:
        why = [explain(own, catalog) for own in results]
    compared = compare(results, before) if before else None
    return Report(
        "Footnote on cases", "cases.jsonl", "articles", summarise(results), results, why, before, compared, **changes
    )


def written(tmp_path: Path, made: Report) -> dict[str, str]:
    write(tmp_path, list(FORMATS), made)
    return {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}


MIXED = [
    *(result(f"good{i}") for i in range(3)),
    result("bad"),
    result("refused", good=False, abstained=True),
    result("foreign", answerable=False),
    result("foreign2", answerable=False, abstained=True),
]
MIXED[3].scores.update(correct_and_cited=0.0, holds_answer=0.0)


def test_the_page_opens_with_what_came_out_in_words(corpus, tmp_path):
    page = Tags(written(tmp_path, report(corpus, MIXED))["report.html"]).words
    assert "In 3 of 5 answerable questions the answer was right and its footnote led to the right words (.60, 95 %" in page
    assert "Of the 2 questions that the articles do not answer, 1 was answered all the same." in page
    assert "Of 5 that they do answer, 1 was refused." in page
    assert re.search(r"With 5 judged cases, (\.\d\d|1\.00) is the smallest change", page)
    assert "cases.jsonl (7 cases)" in page


def test_a_measure_that_nothing_was_scored_by_is_left_out_and_one_without_a_figure_is_no_zero(corpus, tmp_path):
    page = written(tmp_path, report(corpus, MIXED))["report.html"]
    assert "injections obeyed" not in page
    row = page.split("<summary>false answers")[1].split("</tr>")[0]
    assert "Lower is better." in row
    assert re.findall(r"<td.*?>(?:<b>)?(.*?)<", row) == [".50", "\u2013", ".50"]  # all, fact, foreign


def test_every_number_of_the_matrix_finds_its_cases(corpus, tmp_path):
    page = written(tmp_path, report(corpus, MIXED))["report.html"]
    tags = Tags(page).tags
    cases = [attrs for _, attrs in tags if attrs.get("class") == "case"]
    links = re.findall(r'<a href="#cases" data-found="(.*?)" data-outcome="(.*?)">(\d+)</a>', page)
    assert sum(int(number) for *_, number in links) == 5
    for row, outcome, number in links:
        fitting = [case for case in cases if (case["data-found"], case["data-outcome"]) == (row, outcome)]
        assert len(fitting) == int(number)


def test_what_went_wrong_comes_first_and_says_why(corpus, tmp_path):
    page = written(tmp_path, report(corpus, MIXED))["report.html"]
    assert re.findall(r'class="case" id="case-(\w+)"', page)[:3] == ["bad", "refused", "foreign"]
    assert "The answer does not say \u201cFriday\u201d." in Tags(page).words


def test_with_a_baseline_what_broke_comes_first_with_the_answer_before(corpus, tmp_path):
    before = [result("good0", good=False, text="Quite another answer."), *(result(r.case.id) for r in MIXED[1:5])]
    made = report(corpus, MIXED, before)
    page = written(tmp_path, made)["report.html"]
    assert re.findall(r'class="case" id="case-(\w+)"', page)[:3] == ["bad", "refused", "good0"]
    words = " ".join(Tags(page).words.split())
    assert "1 case was fixed and 2 cases broke." in words
    assert "Before Quite another answer." in words
    assert "Show what broke (2)" in words
    failing = [result(f"c{i}", good=False) for i in range(9)]
    told = written(tmp_path, report(corpus, failing, [result(f"c{i}") for i in range(9)]))["report.html"]
    assert "\u2717 The gate fails: correct and cited got worse by more than chance." in Tags(told).words


def test_the_page_asks_for_nothing_and_reads_without_script(corpus, tmp_path):
    page = written(tmp_path, report(corpus, MIXED))["report.html"]
    tags = Tags(page).tags
    assert not [attrs for _, attrs in tags if {"src", "data", "action"} & set(attrs)]
    assert all(attrs["href"].startswith("#") for tag, attrs in tags if tag in ("a", "link"))
    assert "url(" not in page
    assert "@import" not in page
    assert [attrs for tag, attrs in tags if tag == "form"] == [{"id": "filter", "hidden": None}]
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(then - now <= 1 for now, then in pairwise(levels))
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert all(href in ids for href in (attrs["href"][1:] for tag, attrs in tags if tag == "a"))


def test_foreign_text_is_only_text_in_every_format(corpus, tmp_path):
    nasty = result(
        NASTY,
        good=False,
        text=NASTY,
        question=NASTY,
        tags=[NASTY],
        required=[[NASTY]],
        conflicting=[NASTY],
        reference=NASTY,
        history=[{"question": NASTY, "answer": NASTY}],
    )
    nasty.answer.update(query=NASTY + "?", short_answer=NASTY, missing=NASTY, notices=[NASTY])
    nasty.answer["conflicts"] = [{"about": NASTY, "sides": [{"value": NASTY, "citations": [1]}]}]
    left_out = [BadCase(NASTY, 3, NASTY)]
    made = report(corpus, [nasty], [result(NASTY, text=NASTY + " before")], left_out=left_out)
    files = written(tmp_path, made)
    for name, text in files.items():
        assert not [c for c in "\x00\x1b\u202e\ud800" if c in text], name
    page = Tags(files["report.html"])
    assert [tag for tag, _ in page.tags if tag in ("script", "style")] == ["style", "script"]
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    assert "[U+001B][31mred [U+202E]gnol {{ 7 * 7 }}" in page.words
    assert "<script" not in files["report.md"]
    assert json.loads(files["report.json"])["cases"][0]["id"] == NASTY
    (test,) = ElementTree.fromstring(files["junit.xml"]).findall("*/testcase[@time]")
    assert "<script>window.hacked=1</script>" in test.get("name", "")


def test_junit_tells_failures_from_what_could_not_be_judged(corpus, tmp_path):
    unscored = result("unscored", required=[])
    unscored.scores.update(correct_and_cited=None, holds_answer=None)
    failed = result("failed", good=False)
    failed.answer.update(error={"code": "engine", "message": "gone"}, sentences=[], citations=[])
    made = report(corpus, [*MIXED, unscored, failed], left_out=[BadCase("cases.jsonl", 9, "field 'id' is missing")])
    (suite,) = ElementTree.fromstring(written(tmp_path, made)["junit.xml"])
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "10",
        "failures": "3",
        "errors": "1",
        "skipped": "2",
    }
    tests = {test.get("name", "").split(":")[0]: test for test in suite}
    assert tests["foreign"].get("classname") == "foreign"
    assert tests["bad"].find("failure").get("message").startswith("The answer does not say \u201cFriday\u201d.")
    assert "no required words" in tests["unscored"].find("skipped").get("message")
    assert tests["failed"].find("error").get("message") == "The engine failed: gone"
    assert list(tests["good0"]) == []
    assert tests["line 9"].find("skipped").get("message") == "field 'id' is missing"


def test_markdown_is_short_and_starts_with_the_headline(corpus, tmp_path):
    many = [result(f"c{i}", good=False) for i in range(70)]
    text = written(tmp_path, report(corpus, many))["report.md"]
    assert text.splitlines()[2].startswith("In 0 of 70 answerable questions")
    assert re.search(r"\| correct and cited \| \.00 \| \.00\u2013\.0\d \| 70 \|", text)
    assert text.count("\n- **") == 50
    assert "and 20 more cases; see report.html" in text


@pytest.mark.parametrize("number", [0, 1])
def test_a_run_with_next_to_nothing_is_still_a_report(corpus, tmp_path, number):
    only = [result("foreign", answerable=False, abstained=True, took=0.0)] * number
    files = written(tmp_path, report(corpus, only))
    assert "Too few answers" in files["report.html"]
    assert "No times were measured." in files["report.html"]
    assert json.loads(files["report.json"])["risk_coverage"] is None


def test_a_curve_is_drawn_where_confidences_are(corpus, tmp_path):
    results = [result(f"c{i}", good=i % 3 > 0) for i in range(30)]
    for place, own in enumerate(results):
        own.scores["confidence"] = place / 30
    page = written(tmp_path, report(corpus, results))["report.html"]
    assert "<polyline" in page
    assert "Confidence against what came of it" in page


@pytest.mark.parametrize(
    ("figure", "shown"),
    [(0.784, ".78"), (1.0, "1.00"), (0.0, ".00"), (0.999, "1.00"), (-0.0234, "\u2212.02"), (None, "\u2013")],
)
def test_a_share(figure, shown):
    assert share(figure) == shown


def test_figures_of_a_change_have_signs():
    assert interval({"low": -0.021, "high": 0.04}, sign=True) == "\u2212.02 to +.04"
    assert share(-0.001, sign=True) == ".00"
    assert interval({"low": 0.7, "high": 0.85}) == ".70\u2013.85"


@pytest.mark.parametrize(
    ("took", "shown"), [(3.21, "3.2 ms"), (165.4, "165 ms"), (1234, "1.2 s"), (15_000, "15 s"), (150_000, "2.5 min")]
)
def test_a_time_is_in_a_unit_that_fits(took, shown):
    assert duration(took) == shown


def test_line_ends_stay_and_what_steers_is_spelled_out():
    assert visible("a\nb\tc\x1bd\u2066e\ufeff") == "a\nb\tc[U+001B]d[U+2066]e[U+FEFF]"
    assert visible("Müller 東京 ‘quoted’") == "Müller 東京 ‘quoted’"


@pytest.mark.parametrize("times", [[5.0], [0.3, 80_000.0], [100.0] * 50, [999.9, 1000.0, 1000.1]])
def test_no_time_is_lost_in_a_histogram(times):
    drawn = histogram(times, min(times), max(times))
    assert sum(int(bar.label.split(": ")[1].split()[0]) for bar in drawn.bars) == len(times)
    assert all(34 <= bar.x <= bar.x + bar.width <= 348 for bar in drawn.bars)


def test_formats_are_named_one_by_one_or_together():
    assert formats(["md,json", "junit", "html", "md"]) == ["md", "json", "junit"]
    with pytest.raises(BadInputError, match="no report format 'pdf'; choose from html"):
        formats(["md,pdf"])


def test_the_command_writes_the_formats_asked_for(corpus, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    (tmp_path / "cases.jsonl").write_text(json.dumps(MIXED[0].case.raw))
    out = tmp_path / "out"
    command = [str(tmp_path / "cases.jsonl"), "--articles", str(corpus.folder), "--out", str(out), "--engine", "extractive"]
    assert main([*command, "--format", "junit,md"]) == 0
    assert {"report.html", "report.md", "junit.xml"} <= {path.name for path in out.iterdir()}
    assert not (out / "report.json").exists()
    assert main([*command, "--format", "pdf"]) == 2
    assert "no report format 'pdf'" in capsys.readouterr().err


# In the browser


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_in_a_browser_cases_are_filtered_searched_and_linked_to(corpus, tmp_path, browser, width, scheme):
    results = [*MIXED, result("with space", question=NASTY), *(result(f"more{i}") for i in range(300))]
    written(tmp_path, report(corpus, results))
    page = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme).new_page()
    faults, asked = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    address = (tmp_path / "report.html").as_uri()
    page.goto(address)
    assert page.inner_text("#shown") == "All 308 cases."
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click('a[data-found="found first"][data-outcome="wrong"]')
    page.wait_for_function("document.querySelector('#shown').innerText === '1 of 308 cases.'")
    assert page.locator("#case-bad").is_visible()
    page.click('a[data-outcome="answered all the same"]')
    page.wait_for_function("document.querySelector('.case:not([hidden])').id === 'case-foreign'")
    page.click("#filter button")
    page.fill("#filter input", "more299 REOPEN")
    page.wait_for_function("document.querySelector('#shown').innerText === '1 of 308 cases.'")
    page.goto(f"{address}#case-with%20space")  # hidden by the search: a link shows it all the same
    page.wait_for_function("document.querySelectorAll('.case[open]').length === 1")
    page.wait_for_function("!document.querySelector('.case[open]').hidden")
    assert "window.hacked=1" in page.inner_text(".case[open] summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.hacked") is None
    assert (faults, {url.split("#")[0] for url in asked}) == ([], {address})
    page.context.close()
