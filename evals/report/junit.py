"""The report as JUnit XML, which shows every case as a test wherever tests are shown."""

from xml.etree import ElementTree

from evals.report.content import Report
from evals.report.figures import visible
from evals.result import Result
from evals.why import OUTCOMES, Why


def render(report: Report) -> str:
    """Return one suite with a test for each case, filed under its first tag.

    A failure is a case that did not go well; an error, one in which the engine failed; skipped, one that could not be
    judged, and a line of the case file that is no case.
    """
    suite = ElementTree.Element("testsuite", name=visible(report.title), timestamp=report.summary["run"]["finished"])
    for result, why in zip(report.results, report.why, strict=True):
        _add(suite, result, why)
    for line in report.left_out:
        test = ElementTree.SubElement(suite, "testcase", classname="left out", name=visible(f"line {line.line}"))
        ElementTree.SubElement(test, "skipped", message=visible(line.reason))
    suite.set("tests", str(len(suite)))
    for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("time", f"{sum(float(test.get('time', '0')) for test in suite):.3f}")
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _add(suite: ElementTree.Element, result: Result, why: Why) -> None:
    tag = result.case.tags[0] if result.case.tags else "untagged"
    name = visible(f"{result.case.id}: {result.case.question}")
    seconds = f"{result.answer['timings_ms']['total'] / 1000:.3f}"
    test = ElementTree.SubElement(suite, "testcase", classname=visible(tag), name=name, time=seconds)
    if result.good:
        return
    kind = "error" if why.outcome == "failed" else "skipped" if result.good is None else "failure"
    message = visible(" ".join(why.reasons) or OUTCOMES[why.outcome])
    found = ElementTree.SubElement(test, kind, message=message)
    if kind != "skipped":
        found.set("type", why.outcome)
        found.text = visible(f"{message}\n\nAnswer: {result.answer['answer'] or result.answer['missing'] or '(none)'}")
