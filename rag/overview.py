"""Answers to questions that are not look-ups, from the catalog and in the articles' own words.

What is said of the index itself (how many, which one was meant) is no sentence of an article, so it stands in the
notices; every sentence of the answer is a quote with its citation.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.catalog import Catalog
from index.library import Generation
from index.types import Article, Span
from rag import central, naming, phrases
from rag.evidence import EvidenceSentence
from rag.language import without_common
from rag.quoting import Quoting
from rag.requests import Request
from rag.retrieve import Hit, retrieve
from rag.types import Answer, FoundPassage

MOST_ARTICLES = 8
"""Articles that one answer quotes; how many more there are is said."""
_HEAD = 2_000
"""Characters in which a title is looked for: it stands at the top, or not as it is called."""
_ASK_FOR = 5
_EACH_SIDE = 40
"""Words for each side of a comparison."""


def tell(request: Request, blank: Answer, generation: Generation, catalog: Catalog) -> Answer | None:
    """Answer a recognised question; None when at hand it turns out to be an ordinary one.

    ``blank`` holds question and query. The catalog should be a snapshot.
    """
    return _Telling(request, blank, generation, catalog).answer()


class _Telling:
    """One such question: the articles at hand, and one method for each kind."""

    def __init__(self, request: Request, blank: Answer, generation: Generation, catalog: Catalog) -> None:
        self._request = request
        self._subject = request.subject or ""
        self._blank = blank
        self._generation = generation
        self._catalog = catalog
        self._articles = naming.originals(catalog)

    def answer(self) -> Answer | None:
        kind = self._request.kind
        if kind in ("hello", "thanks", "help"):
            return self._chat()
        if not self._articles:
            return self._abstain(phrases.NO_ARTICLES)
        match kind:
            case "everything" | "list":
                return self._list()
            case "newest" | "oldest":
                return self._by_age()
            case "count" | "mentions":
                return self._mentions() if self._subject else self._count()
            case "summary":
                return self._summary()
            case "topic":
                return self._topic()
            case "compare":
                return self._compare()
        return self._foreign()

    def _abstain(self, missing: str, hits: Sequence[Hit] = ()) -> Answer:
        return replace(self._blank, abstained=True, missing=missing, hits=_found(hits))

    def _noticed(self, answer: Answer, *notices: str) -> Answer:
        return replace(answer, notices=(*answer.notices, *(notice for notice in notices if notice)))

    # Talk

    def _chat(self) -> Answer:
        offer = phrases.can_be_asked(self._titles())
        opening = {"hello": f"{phrases.HELLO} {phrases.WHAT_I_AM}", "thanks": phrases.WELCOME}
        told = opening.get(self._request.kind, phrases.WHAT_I_AM)
        return self._abstain(told if self._request.kind == "thanks" else f"{told} {offer}")

    def _foreign(self) -> Answer | None:
        language = self._request.other or ""
        rest = without_common(self._subject, language)
        if self._generation.lexical(rest, 1):
            return None  # a name at least is shared: let the search try
        return self._abstain(f"{phrases.FOREIGN.format(language=language)} {phrases.can_be_asked(self._titles())}")

    def _titles(self) -> list[str]:
        """The two shortest titles that are more than a word or two, to make examples of."""
        titles = {article.title for article in self._articles if article.title and len(article.title.split()) > 2}
        return sorted(titles or {naming.name(a) for a in self._articles}, key=lambda title: (len(title), title))[:2]

    # Lists and counts

    def _limited(self) -> list[Article]:
        return naming.limited(self._request, self._articles)

    def _from(self) -> str:
        """The limit in words: "from 2013", "by “The Hindu”", "" without one."""
        request = self._request
        if request.source is None:
            return ""
        if request.source.isdigit():
            return f"{request.relation} {request.source}"
        return f"by {phrases.quoted(request.source)}"

    def _none_from(self) -> Answer | None:
        if not self._request.sure:
            return None
        return self._abstain(phrases.NONE_FROM.format(source=self._from()))

    def _list(self) -> Answer | None:
        chosen = sorted(self._limited(), key=lambda a: a.date or "", reverse=True)
        if not chosen:
            return self._none_from()
        return self._leads(chosen, f"in the index {self._from()}".strip(), newest_first=True)

    def _count(self) -> Answer | None:
        chosen = self._limited()
        if not chosen:
            return self._none_from()
        told = self._leads(chosen, f"in the index {self._from()}".strip())
        return replace(told, short_answer=phrases.articles(len(chosen)))

    def _leads(self, chosen: Sequence[Article], what: str, *, newest_first: bool = False) -> Answer:
        """Cite the title, or the first sentence, of each of the first articles."""
        leads = [lead for article in chosen[:MOST_ARTICLES] if (lead := self._lead(article))]
        answer = Quoting(self._catalog).told(self._blank, leads)
        copies = sum(len(self._catalog.copies(article.id)) for article in chosen)
        told = phrases.counted(len(chosen), len(leads), what, copies)
        return self._noticed(
            answer, told, phrases.NEWEST_FIRST if newest_first and len(leads) > 1 and chosen[0].date else ""
        )

    def _lead(self, article: Article) -> EvidenceSentence | None:
        text = self._catalog.text(article.id)
        at = text.find(article.title, 0, _HEAD) if article.title else -1
        if article.title and at >= 0:
            return central.plain(article.id, Span(at, at + len(article.title)), text)
        sentences, _ = central.sentences_of(article.id, self._catalog)
        return sentences[0] if sentences else None

    def _by_age(self) -> Answer | None:
        chosen = self._limited()
        if self._subject:
            mentioned = naming.mentioning(self._subject, self._generation, self._catalog)
            chosen = [article for article in chosen if article.id in mentioned]
            if not chosen:
                return self._no_mention()
        if not chosen:
            return self._none_from()
        dated = [article for article in chosen if article.date]
        if not dated:
            return self._abstain(phrases.NO_DATES)
        pick = max if self._request.kind == "newest" else min
        best = pick(dated, key=lambda a: (a.date or "", a.id)).date
        same = [article for article in dated if article.date == best]
        leads = [lead for article in same[:MOST_ARTICLES] if (lead := self._lead(article))]
        answer = Quoting(self._catalog).told(self._blank, leads)
        told = phrases.by_age(self._request.kind, str(best), len(same))
        return self._noticed(answer, told, phrases.undated(len(chosen) - len(dated)))

    # What is mentioned

    def _no_mention(self) -> Answer:
        hits = retrieve(self._subject, self._generation, self._catalog)
        return self._abstain(phrases.NO_MENTION.format(subject=phrases.quoted(self._subject)), hits)

    def _mentions(self) -> Answer:
        known = {article.id for article in self._limited()}
        mentioned = {
            article: passages
            for article, passages in naming.mentioning(self._subject, self._generation, self._catalog).items()
            if article in known
        }
        if not mentioned:
            return self._no_mention()
        best: list[EvidenceSentence] = []
        for article, passages in mentioned.items():
            text = self._catalog.text(article)
            spans = [row[0].span for row in self._catalog.sentences(passage.id for passage in passages)]
            clear = central.plain(article, spans[naming.clearest(self._subject, [span.of(text) for span in spans])], text)
            if clear.text not in (sentence.text for sentence in best):  # the same words are one source
                best.append(clear)
            if len(best) == MOST_ARTICLES:
                break
        answer = Quoting(self._catalog, mentioned).told(self._blank, best, self._subject)
        shown = {own for c in answer.citations for own in (c.article, *c.also_in)} & set(mentioned)
        what = f"{'mentions' if len(mentioned) == 1 else 'mention'} {phrases.quoted(self._subject)}"
        what += f" and {'is' if len(mentioned) == 1 else 'are'} {self._from()}" if self._from() else ""
        copies = sum(len(self._catalog.copies(article)) for article in mentioned)
        told = self._noticed(answer, phrases.counted(len(mentioned), len(shown), what, copies))
        short = phrases.articles(len(mentioned)) if self._request.kind == "count" else None
        return replace(told, short_answer=short)

    # Summaries

    def _summary(self) -> Answer | None:
        named = self._named()
        if len(named) == 1:
            return self._of_one(named[0])
        if named or not self._subject:
            titles = [phrases.quoted(naming.name(a)) for a in (named or self._articles)[:_ASK_FOR]]
            return self._abstain(phrases.WHICH_ARTICLE.format(titles=phrases.listed(titles, "or")))
        return self._topic() if self._request.sure else None

    def _named(self) -> list[Article]:
        if self._subject.lower() in ("latest", "newest", "most recent", "the latest", "the newest", "the most recent"):
            return sorted((a for a in self._articles if a.date), key=lambda a: (a.date or "", a.id))[-1:]
        named = naming.by_title(self._subject, self._articles)
        if named or self._subject:
            return named
        return self._articles if len(self._articles) == 1 else []

    def _of_one(self, article: Article) -> Answer:
        chosen = central.summary(*central.sentences_of(article.id, self._catalog))
        if not chosen:
            return self._abstain(phrases.NOTHING_ABOUT.format(subject=phrases.quoted(naming.name(article))))
        answer = Quoting(self._catalog).told(self._blank, chosen)
        return self._noticed(answer, phrases.QUOTED_FROM.format(title=phrases.quoted(naming.name(article))))

    def _about(self, subject: str, words: int) -> tuple[list[EvidenceSentence], list[Hit]]:
        hits = retrieve(subject, self._generation, self._catalog)
        titles = {article.id: naming.name(article) for article in self._articles}
        return central.about(subject, hits, titles, self._generation.rarity, words), hits

    def _keywords_only(self) -> str:
        problem = self._generation.why_keywords_only()
        return f"Searched by keywords only: {problem}" if problem else ""

    def _topic(self) -> Answer:
        chosen, hits = self._about(self._subject, central.MOST_WORDS)
        if not chosen:
            return self._abstain(phrases.NOTHING_ABOUT.format(subject=phrases.quoted(self._subject)), hits)
        blank = replace(self._blank, hits=_found(hits))
        answer = Quoting(self._catalog, (hit.passage.article for hit in hits)).told(blank, chosen)
        told = phrases.QUOTED_ABOUT.format(subject=phrases.quoted(self._subject))
        return self._noticed(answer, self._keywords_only(), told)

    def _compare(self) -> Answer:
        names = (self._subject, self._request.other or "")
        sides, hits = zip(*(self._about(name, _EACH_SIDE) for name in names), strict=True)
        without = [phrases.quoted(name) for name, side in zip(names, sides, strict=True) if not side]
        missing = phrases.NOTHING_ABOUT.format(subject=phrases.listed(without, "or")) if without else None
        if missing and len(without) == 2:
            return self._abstain(missing, hits[0])
        blank = replace(self._blank, hits=_found(hits[0] or hits[1]), missing=missing)
        first = sides[0]
        second = [s for s in sides[1] if s.span not in [f.span for f in first if f.article == s.article]] or sides[1]
        also = {hit.passage.article for side in hits for hit in side}
        answer = Quoting(self._catalog, also).told(blank, [*first, *second])
        quoted = [phrases.quoted(name) for name in names]
        told = "" if missing else phrases.BOTH_SIDES.format(first=quoted[0], second=quoted[1])
        return self._noticed(answer, self._keywords_only(), told)


def _found(hits: Sequence[Hit]) -> tuple[FoundPassage, ...]:
    return tuple(
        FoundPassage(h.passage.article, h.passage.span.start, h.passage.span.end, round(h.score, 4), h.rank) for h in hits
    )
