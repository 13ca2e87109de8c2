"""The report of a run: ``report.html`` for people, and the same as Markdown, JSON or JUnit XML for what comes after it."""

from collections.abc import Sequence
from pathlib import Path

from evals.report import as_json, html, junit, markdown
from evals.report.content import Report
from index.errors import BadInputError

FORMATS = {
    "md": ("report.md", markdown.render),
    "json": ("report.json", as_json.render),
    "junit": ("junit.xml", junit.render),
}
"""Formats besides HTML, with the file that each is written to."""

__all__ = ["FORMATS", "Report", "formats", "write"]


def formats(asked: Sequence[str]) -> list[str]:
    """Return the names of formats, given one by one or separated by commas. Raises `BadInputError` for an unknown one."""
    names = [name.strip() for text in asked for name in text.split(",") if name.strip()]
    for name in names:
        if name not in ("html", *FORMATS):
            raise BadInputError(
                f"there is no report format {name!r}; choose from html (always written), {', '.join(FORMATS)}"
            )
    return [name for name in dict.fromkeys(names) if name != "html"]


def write(out: Path, formats: Sequence[str], report: Report) -> None:
    """Write ``report.html`` into a folder, and a file for each of the formats named."""
    (out / "report.html").write_text(html.render(report), encoding="utf-8")
    for name in formats:
        file, render = FORMATS[name]
        (out / file).write_text(render(report), encoding="utf-8")
