"""The list of draft cases as HTML, each with the form to decide it. Pure; all text of others is escaped here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.drafts import Draft
from rag.answer import MAX_QUESTION
from web import words
from web.markup import text

SHOWN = 50
"""Most drafts listed at once; the others follow when these are decided."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article that may be what a right answer rests on. ``chosen``: the draft says they are."""

    article: str
    title: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A draft that waits, with the quotes to choose from: what the answer cited, and what else came close."""

    draft: Draft
    cited: tuple[Quote, ...]
    near: tuple[Quote, ...]


def summary(drafts: Sequence[Draft]) -> str:
    """Return how many drafts wait for a decision, and how many had one."""
    counted = Counter(draft.status for draft in drafts)
    told = words.DRAFT_COUNTS.format(waiting=counted["open"], accepted=counted["accepted"], rejected=counted["rejected"])
    return f'<p class="small">{words.QUALITY_PURPOSE}</p><p class="counts">{told if drafts else words.NO_DRAFTS}</p>'


def listing(waiting: Sequence[Offered], decided: Sequence[Draft], more: int = 0) -> str:
    """Return the drafts that wait, each with its form, then those that somebody decided. ``more``: how many are left out."""
    parts = [_draft(offered) for offered in waiting]
    if decided and not waiting:
        parts.append(f'<p class="small">{words.NONE_WAIT}</p>')
    if more:
        parts.append(f'<p class="small">{words.MORE_DRAFTS.format(drafts=words.count(more, "draft"))}</p>')
    if decided:
        rows = "".join(map(_decided, decided[:SHOWN]))
        title = words.DECIDED_DRAFTS.format(number=f"{len(decided):,}")
        parts.append(f'<details class="decided"><summary>{title}</summary><ul class="rows">{rows}</ul></details>')
    return "".join(parts)


def _draft(offered: Offered) -> str:
    draft = offered.draft
    named = words.SOURCES_OF_DRAFTS.get(draft.source, draft.source)
    note = draft.about.get("note") or ""
    line = " \u00b7 ".join(part for part in (named, note if draft.source != "thumbs-up" else "") if part)
    return (
        f'<details class="draft" name="draft"><summary><span class="words">{text(draft.case.question)}</span>'
        f'<span class="small words">{text(line)}</span></summary>{_form(offered)}</details>'
    )


def _form(offered: Offered) -> str:
    draft = offered.draft
    required = "\n\n".join("\n".join(group) for group in draft.case.required)
    ticked = "" if draft.case.answerable else " checked"
    return (
        f'<form data-draft="{text(draft.id)}">{_told(draft)}'
        f'<label class="field">{words.DRAFT_QUESTION}{_area("question", draft.case.question, MAX_QUESTION)}</label>'
        f'<label><input type="checkbox" name="unanswerable"{ticked}> {words.UNANSWERABLE}</label>'
        f'<div class="gold"><label class="field">{words.RIGHT_ANSWERS}{_area("required", required)}</label>'
        f'<p class="small">{words.RIGHT_ANSWERS_HINT}</p>{_quotes(offered)}</div>'
        f'<div class="acts"><button type="submit" class="first">{words.ACCEPT}</button>'
        f'<button type="button" data-act="reject">{words.REJECT}</button></div></form>'
    )


def _area(name: str, value: str, most: int = 4_000) -> str:
    # A line feed right after the tag is the browser's, so that one of the value's own is kept.
    return f'<textarea name="{name}" rows="2" maxlength="{most}" autocomplete="off">\n{text(value)}</textarea>'


def _told(draft: Draft) -> str:
    """Return what was asked, answered and expected, as far as the draft knows it."""
    answer: dict[str, Any] | None = draft.about.get("answer")
    said = [(words.WAS_SAID_BEFORE, turn.question) for turn in draft.case.history[-1:]]
    if answer is not None:
        said.append((words.WAS_ANSWERED, str(answer.get("answer") or words.NO_ANSWER)))
    expected = draft.about.get("expected")
    if expected and expected.split("\n") != [wording for group in draft.case.required for wording in group]:
        said.append((words.WAS_EXPECTED, expected))
    rows = "".join(f'<dt>{title}</dt><dd class="words">{text(value)}</dd>' for title, value in said)
    return f"<dl>{rows}</dl>" if rows else ""


def _quotes(offered: Offered) -> str:
    cited = "".join(map(_quote, offered.cited)) or f'<p class="small">{words.NO_GOLD}</p>'
    near = "".join(map(_quote, offered.near))
    more = f"<details><summary>{words.GOLD_NEAR}</summary>{near}</details>" if near else ""
    other = f'<label class="field">{words.OTHER_QUOTE}{_area("other", "")}</label>'
    return f"<fieldset><legend>{words.GOLD}</legend>{cited}{more}{other}</fieldset>"


def _quote(quote: Quote) -> str:
    said = f"<q>{text(quote.words)}</q>" if quote.words else ""
    return (
        f'<label class="quote"><input type="checkbox" name="quote" data-article="{text(quote.article)}" '
        f'data-quote="{text(quote.words)}"{" checked" if quote.chosen else ""}>'
        f'<span>{said}<span class="small words">{text(quote.title)}</span></span></label>'
    )


def _decided(draft: Draft) -> str:
    return (
        f'<li><div><span class="words">{text(draft.case.question)}</span>'
        f'<div class="small">{words.DRAFT_STATES[draft.status]}</div></div>'
        f'<button type="button" data-draft="{text(draft.id)}" data-act="reopen">{words.REOPEN}</button></li>'
    )
