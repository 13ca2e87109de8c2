"""What happens in the panel of draft cases: a person accepts, rejects and reopens them. Holds nothing of any session."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr

from evals.accept import accept_drafts, stored_texts, take_out
from evals.cases import GoldEvidence
from evals.drafts import CASES, DRAFTS, Draft, Edits, decide, read_drafts
from index.catalog import Catalog
from index.errors import BadInputError, FootnoteError, IndexMissingError
from web import words
from web.background import Upkeep
from web.chat.asking import CLOSEST
from web.library import articles
from web.quality import draft_list
from web.quality.draft_list import Offered, Quote
from web.words import REMOVED_QUOTE

Shown = tuple[Any, Any, Any]
"""New values for the news, the summary and the list, in this order."""


class Reviewing:
    """Decides the drafts of a data folder; an accepted one is a case of its case file at once."""

    def __init__(self, upkeep: Upkeep) -> None:
        self._library = upkeep.assistant.library
        self._data = self._library.config.data.resolve()
        self._drafts, self._cases = self._data / DRAFTS, self._data / CASES

    def show(self) -> Shown:
        """Return the panel as the drafts are now, without news."""
        return self._shown("")

    def decide(self, event: gr.EventData) -> Shown:
        """Do what a button of a draft says; when it cannot be done, say why and leave everything as it was typed."""
        draft_id, act = getattr(event, "draft", None), getattr(event, "act", None)
        if not isinstance(draft_id, str):
            return (gr.skip(),) * 3
        try:
            draft = next((d for d in read_drafts(self._drafts) if d.id == draft_id), None)
            if draft is None:
                raise BadInputError("this draft is not there any more; somebody has taken it back")
            news = self._decided(draft, str(act), event)
        except FootnoteError as error:
            return articles.news((), wrong=[words.sentence(str(error))]), gr.skip(), gr.skip()
        return self._shown(articles.news([news]))

    def _decided(self, draft: Draft, act: str, event: gr.EventData) -> str:
        question = draft.case.question
        if act == "accept":
            with stored_texts(self._data) as stored:
                edits = self._edits(event)
                decide(self._drafts, draft.id, "accepted", stored, edits)
                accept_drafts(self._drafts, self._cases, stored)
            return words.ACCEPTED_NEWS.format(question=edits.question)
        if act == "reject":
            decide(self._drafts, draft.id, "rejected", _nothing)
            return words.REJECTED_NEWS.format(question=question)
        case = take_out(self._cases, str(draft.about["case"])) if draft.about.get("case") else None
        # What was changed in the case file since then is kept.
        since = Edits(case.question, case.answerable, case.required, case.evidence) if case else None
        decide(self._drafts, draft.id, "open", _nothing, since)
        return words.REOPENED_NEWS.format(question=question)

    def _edits(self, event: gr.EventData) -> Edits:
        """Return what stands in the form. Raises `BadInputError` for other words that no article holds."""
        answerable = getattr(event, "unanswerable", None) is not True
        groups = re.split(r"\n\s*\n", _typed(event, "required").replace("\r", ""))
        required = [tuple(line.strip() for line in group.split("\n") if line.strip()) for group in groups]
        sent = getattr(event, "quotes", None)
        chosen = [_gold(entry) for entry in sent] if isinstance(sent, list) else []
        gold = [entry for entry in chosen if entry is not None]
        if other := _typed(event, "other").strip():
            gold.append(self._found(other))
        return Edits(
            question=_typed(event, "question").strip(),
            answerable=answerable,
            required=tuple(group for group in required if group) if answerable else (),
            evidence=tuple(dict.fromkeys(gold)) if answerable else (),
        )

    def _found(self, quote: str) -> GoldEvidence:
        """Return the article that holds words copied from it, and the words as they stand there."""
        pattern = re.compile(r"\s+".join(map(re.escape, unicodedata.normalize("NFC", quote).split())))
        with self._library.catalog() as catalog:
            for article in catalog.articles():
                if article.text_hash and not article.copies_of and (match := pattern.search(catalog.text(article.id))):
                    return GoldEvidence(article.id, match[0])
        raise BadInputError(words.NOT_IN_ARTICLES.format(quote=quote))

    def _shown(self, news: str) -> Shown:
        try:
            drafts = read_drafts(self._drafts)
        except FootnoteError as error:
            return articles.news((), wrong=[str(error)]), "", ""
        waiting = [draft for draft in drafts if draft.status == "open"]
        decided = [draft for draft in reversed(drafts) if draft.status != "open"]
        try:
            with self._library.catalog() as catalog:
                offered = [_offered(draft, catalog) for draft in waiting[: draft_list.SHOWN]]
        except IndexMissingError:  # not indexed yet, or deleted as a whole
            offered = [Offered(draft, (), ()) for draft in waiting[: draft_list.SHOWN]]
        listing = draft_list.listing(offered, decided, max(0, len(waiting) - draft_list.SHOWN))
        return news, draft_list.summary(drafts), listing


def _nothing(_article: str) -> str | None:
    return None


def _typed(event: gr.EventData, name: str) -> str:
    value = getattr(event, name, None)
    return value if isinstance(value, str) else ""


def _gold(entry: Any) -> GoldEvidence | None:  # noqa: ANN401  whatever the browser sent
    article, quote = (entry.get("article"), entry.get("quote")) if isinstance(entry, dict) else (None, None)
    return GoldEvidence(article, quote) if isinstance(article, str) and isinstance(quote, str) else None


def _offered(draft: Draft, catalog: Catalog) -> Offered:
    """Return a draft with its own quotes, those the answer cites, and the sentences of the closest passages."""
    answer = draft.about.get("answer") or {}
    own = dict.fromkeys((gold.article, gold.quote) for gold in draft.case.evidence)
    cited = dict.fromkeys([*own, *_pairs(answer.get("citations"))])
    near = dict.fromkeys(pair for hit in _objects(answer.get("hits"))[:CLOSEST] for pair in _sentences(hit, catalog))

    def quote(pair: tuple[str, str]) -> Quote:
        about = catalog.article(pair[0])
        return Quote(pair[0], (about and about.title) or pair[0], pair[1], pair in own)

    return Offered(draft, tuple(map(quote, cited)), tuple(quote(pair) for pair in near if pair not in cited))


def _objects(value: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401  whatever JSON held
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _pairs(citations: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  whatever JSON held
    for entry in _objects(citations):
        if isinstance(entry.get("article"), str) and isinstance(entry.get("quote"), str) and entry["quote"] != REMOVED_QUOTE:
            yield entry["article"], entry["quote"]


def _sentences(hit: Mapping[str, Any], catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the sentences that now stand where a passage was found, as article and words."""
    article, start, end = hit.get("article"), hit.get("start"), hit.get("end")
    if not isinstance(article, str) or not isinstance(start, int) or not isinstance(end, int):
        return
    about = catalog.article(article)
    if about is None or about.text_hash is None:
        return
    text = catalog.text(article)
    over = [p.id for p in catalog.passages_of(article) if p.span.start < end and start < p.span.end]
    for sentence, _ in catalog.sentences(over):
        if start <= sentence.span.start < end:
            yield article, sentence.span.of(text)
