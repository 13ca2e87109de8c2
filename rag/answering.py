"""One question on its way: retrieve, read, check, and say what is missing; every step is an event."""

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import cast

import prompts
from index.catalog import Catalog
from index.errors import ModelFileError
from index.library import Generation
from rag import answerable, compose, disagree, evidence, phrases, sides
from rag.asked import Part, look_for
from rag.cite import Draft, number
from rag.clock import Clock
from rag.config import SOURCES
from rag.evidence import EvidenceSentence, Piece
from rag.llm import EngineError, LanguageModel
from rag.missing import missing_text, never_mentioned
from rag.parts import parts
from rag.quoting import Quoting
from rag.reading import NOTHING, Prepared, Reader, outcomes, prepare
from rag.retrieve import HITS, Hit
from rag.support import PARTLY_FROM, coverage
from rag.turns import Turns
from rag.types import Answer, Engine, Event, EvidenceSpan, Failure, FoundPassage

_VALUE_TOKENS = 24
_WRITE_TOKENS = 320
_WRITE_EVIDENCE_TOKENS = 470
_WRITE_KEEP_FROM = 0.4
"""A larger model copes with more text, and can put sentences together that a small one cannot."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engine composes, with which model (None: the extractive one), and what the reader should know of it."""

    engine: str
    model: LanguageModel | None
    notices: tuple[str, ...] = ()


class Answering:
    """What is known of the answer so far, and the steps that add to it."""

    def __init__(
        self,
        generation: Generation,
        catalog: Catalog,
        question: str,
        query: str,
        clock: Clock,
        stop: threading.Event,
        sources: int = SOURCES,
        turns: Turns | None = None,
    ) -> None:
        """``sources``: how many of the best passages compete to be evidence. ``turns``: the line for the local model."""
        self._generation = generation
        self._catalog = catalog
        self._clock = clock
        self._stop = stop
        self._sources = sources
        self._turns = turns or Turns()
        self._quoting = Quoting(catalog)
        self._so_far = Answer(question=question, query=query, engine="extractive")
        self._drafts: list[Draft] = []
        self._dropped: list[str] = []
        self._instead: list[Draft] = []

    def events(self, engine: Engine, choose: Callable[[], Choice]) -> Generator[Event]:
        """Retrieve, show the evidence, compose sentence by sentence, and end with the whole answer."""
        asked = [self._retrieve(query) for query in self._asked()]
        self._note_hits(asked)
        self._so_far = replace(self._so_far, confidence=min(part.likely for part in asked))
        open_parts = [part for part in asked if part.about]
        if not open_parts:
            self._so_far = replace(self._so_far, engine=engine if engine != "auto" else "extractive")
            yield self._done(asked)
            return
        self._show(evidence.rank_sentences(open_parts[0].hits, self._sources)[:1], open_parts[0].hits)
        self._clock.mark("first_evidence")
        yield Event("evidence", self._so_far)
        try:
            yield from self._compose(choose(), asked)
        except (EngineError, ModelFileError) as error:
            if engine != "auto":
                given = self._so_far.evidence if self._so_far.prompt_ids else ()
                failed = replace(self._so_far, sentences=(), citations=(), evidence=given, short_answer=None)
                yield self._end(replace(failed, engine=engine, error=Failure(error.code, str(error))))
                return
            notice = f"The model failed ({error}), so this answer quotes the articles."
            yield from self._compose(Choice("extractive", None, (notice,)), asked)

    def prepare(self, model: Prepared, wanted: Callable[[], bool]) -> None:
        """Have the model read ahead what it would be given for the first part of the question."""
        part = self._retrieve(self._asked()[0])
        if part.about and wanted():
            part = replace(part, found=next(iter(part.found.readings())))
            chosen = evidence.select(part.hits, passages=self._sources)
            prepare(model, part.query, evidence.pieces(chosen, part.hits), wanted)

    def _asked(self) -> list[str]:
        """The parts of the query, each a question of its own; [query] for most."""
        found = parts(self._so_far.query)
        return found if len(found) > 1 else [self._so_far.query]

    def _retrieve(self, query: str) -> Part:
        part = look_for(query, self._generation, self._catalog)
        self._clock.mark("retrieve")
        return part

    def _note_hits(self, asked: list[Part]) -> None:
        """What was found for all parts together, each passage once, best first."""
        best: dict[int, Hit] = {}
        for hit in sorted((hit for part in asked for hit in part.hits), key=lambda hit: -hit.score):
            best.setdefault(hit.passage.id, hit)
        found = tuple(
            FoundPassage(h.passage.article, h.passage.span.start, h.passage.span.end, round(h.score, 4), rank)
            for rank, h in enumerate(list(best.values())[:HITS], 1)
        )
        told = [(*part.found.notices, *(part.found.notices_if_about if part.about else ())) for part in asked]
        notices = tuple(dict.fromkeys(notice for own in told for notice in own))
        if problem := self._generation.why_keywords_only():
            notices = (f"Searched by keywords only: {problem}", *notices)
        self._quoting = Quoting(self._catalog, {hit.article for hit in found})
        self._so_far = replace(self._so_far, hits=found, notices=notices)

    def _show(self, sentences: list[EvidenceSentence], hits: list[Hit], *, more: bool = False) -> list[Piece]:
        """Record what the composer is given, exactly; ``more`` adds it to what it was given for another part."""
        shown = evidence.pieces(sentences, hits)
        spans = tuple(EvidenceSpan(p.article, p.span.start, p.span.end) for p in shown)
        before = self._so_far.evidence if more else ()
        self._so_far = replace(self._so_far, evidence=tuple(dict.fromkeys((*before, *spans))))
        return shown

    def _compose(self, choice: Choice, asked: list[Part]) -> Iterator[Event]:
        """Compose at once, or by the local model when it is this question's turn."""
        if choice.engine != "local":
            yield from self._compose_now(choice, asked)
            return
        with self._turns.join() as place:
            for ahead in place.moves(self._stop.is_set):
                yield Event("waiting", self._so_far, ahead)
            yield from self._compose_now(choice, asked)

    def _compose_now(self, choice: Choice, asked: list[Part]) -> Iterator[Event]:
        notices = tuple(dict.fromkeys((*self._so_far.notices, *choice.notices)))
        self._so_far = replace(
            self._so_far,
            engine=choice.engine,
            notices=notices,
            sentences=(),
            citations=(),
            conflicts=(),
            evidence=(),
            prompt_ids={},
        )
        self._drafts, self._dropped, self._instead = [], [], []
        unanswered = []
        for part in asked:
            before = tuple(self._drafts)
            for drafts in self._compose_part(choice, part) if part.about else ():
                self._drafts = [*before, *drafts]
                sentences, citations = number(self._drafts)
                self._so_far = replace(self._so_far, sentences=sentences, citations=citations)
                self._clock.mark("first_token")
                yield Event("sentence", self._so_far)
            if len(self._drafts) == len(before):
                unanswered.append(part)
        if len(asked) > 1:
            self._so_far = replace(self._so_far, short_answer=None)
        elif asked[0].about and not self._stop.is_set() and self._compare(choice, asked[0]):
            self._clock.mark("first_token")
            yield Event("sentence", self._so_far)
        yield self._done(unanswered if len(asked) > 1 or not self._drafts else [])

    def _compare(self, choice: Choice, part: Part) -> bool:
        """Add what other articles say of the same thing, checked like all that is shown; say whether there was anything."""
        so_far, before = self._so_far, tuple(self._drafts)
        ranked = evidence.rank_sentences(part.hits, self._sources)
        own = sides.own_reading(part.query, so_far.short_answer, before, ranked)
        read = self._value_reader(choice.model, part.query) if choice.model and choice.engine == "local" else None
        if self._instead or (own is None and (before or read is None)):
            return False
        found = disagree.rivals(
            part.query, part.found.compared, lambda article: self._quoting.article(article).title, self._generation.rarity
        )
        groups = disagree.compare(part.query, own, found, read, self._quoting.group)
        told = sides.tell(groups, before, own, self._quoting.source, self._quoting.group)
        if self._stop.is_set() or not (told.sides or told.drafts != before):
            return False
        self._drafts = list(told.drafts)
        spans = (EvidenceSpan(s.article, s.span.start, s.span.end) for rival in found for s in rival.sentences)
        sentences, citations = number(told.drafts)
        conflicts = (sides.conflict(so_far.question, told, citations),) if told.sides else ()
        versions = sides.one_source(told, self._quoting.group)
        self._so_far = replace(
            so_far,
            sentences=sentences,
            citations=citations,
            conflicts=conflicts,
            short_answer=None if conflicts else so_far.short_answer if own else groups[0].value,
            evidence=tuple(dict.fromkeys((*so_far.evidence, *spans))),
            notices=(*so_far.notices, versions) if versions else so_far.notices,
        )
        return True

    def _value_reader(self, model: LanguageModel, query: str) -> Callable[[str], str]:
        """A reading of one source's own sentences, as short as the value asked for."""
        prompt = prompts.load("read")

        def read_value(text: str) -> str:
            reply = ""
            for delta in model.stream(*prompt.fill(evidence=text, question=query), _VALUE_TOKENS):
                if self._stop.is_set():
                    return ""
                reply += delta
            return reply

        return read_value

    def _compose_part(self, choice: Choice, part: Part) -> Iterator[tuple[Draft, ...]]:
        """All drafts for one part as far as they have come, each time there are others."""
        if choice.model is None:
            yield from self._quote(part)
        elif choice.engine == "local":
            yield from self._read_all(cast("Reader", choice.model), part)
        else:
            yield from self._write(choice.model, part)

    def _read_all(self, model: Reader, part: Part) -> Iterator[tuple[Draft, ...]]:
        """Read what was found, and, where the question's words on time may stand in the way, read it otherwise."""
        before = len(self._instead)
        for found in part.found.readings():
            del self._instead[before:]
            drafts: tuple[Draft, ...] = ()
            for drafts in self._read(model, replace(part, found=found)):
                yield drafts
            if drafts or self._stop.is_set():
                return
        if part.found.open and part.quotable:
            del self._instead[before:]
            yield from self._quote(part)

    def _quote(self, part: Part) -> Iterator[tuple[Draft, ...]]:
        shown = evidence.select(part.hits, passages=self._sources)
        self._show(shown, part.hits, more=True)
        if part.quotable:
            yield tuple(compose.extract(self._quoting.distinct(shown), self._quoting.source))

    def _read(self, model: Reader, part: Part) -> Iterator[tuple[Draft, ...]]:
        """Let a small model find the answer's words; show the sentences of the articles that hold them.

        The last that is yielded holds; what its first words settle comes before.
        """
        chosen = evidence.select(part.hits, passages=self._sources)
        shown = self._show(chosen, part.hits, more=True)
        prompt = prompts.load("read")
        self._so_far = replace(self._so_far, prompt_ids={prompt.name: prompt.hash})
        told, found = False, NOTHING
        for found in outcomes(model, part.query, part.hits, chosen, shown, self._quoting.source, self._stop.is_set):
            if found.signals:
                self._so_far = replace(self._so_far, confidence=answerable.probability_read(found.signals))
            # Without vectors two of the signals are missing, and the model's own refusals have to do.
            if found.signals and (not part.with_vectors or answerable.worth_showing(found.signals)):
                self._so_far = replace(self._so_far, short_answer=found.short)
                told = True
                yield found.drafts
            elif told and not self._stop.is_set():
                self._so_far, told = replace(self._so_far, short_answer=None), False
                yield ()
        if not told and found.drafts and coverage(part.query, found.drafts[0].text) >= PARTLY_FROM:
            self._instead.append(found.drafts[0])

    def _write(self, model: LanguageModel, part: Part) -> Iterator[tuple[Draft, ...]]:
        """Let a larger model write prose over numbered sentences; each sentence is checked before it is shown."""
        room = _WRITE_EVIDENCE_TOKENS * self._sources // SOURCES
        chosen = evidence.select(part.hits, other=room, keep_from=_WRITE_KEEP_FROM, passages=self._sources)
        shown = [s for piece in self._show(chosen, part.hits, more=True) for s in piece.sentences]
        text = "\n".join(f"[{n}] ({self._name(s.article)}) {s.text}" for n, s in enumerate(shown, 1))
        prompt = prompts.load("write")
        self._so_far = replace(self._so_far, prompt_ids={prompt.name: prompt.hash})
        deltas = model.stream(*prompt.fill(evidence=text, question=part.asked), _WRITE_TOKENS)
        told: list[Draft] = []
        for draft in compose.write(deltas, shown, self._quoting.source, self._dropped):
            told.append(draft)
            yield tuple(told)

    def _name(self, article: str) -> str:
        about = self._quoting.article(article)
        return ", ".join(part for part in (about.title or article, about.publisher, about.date) if part)

    def _done(self, unanswered: list[Part]) -> Event:
        """End: abstain when nothing was answered, else say which part was not."""
        question = self._so_far.question
        missing: list[str] = []
        if unanswered:
            missing += dict.fromkeys(part.found.missing for part in unanswered if part.found.missing)
            unsaid = [part.asked for part in unanswered if not part.found.missing]
            asked = unsaid if self._drafts or missing else [question]
            open_queries = " ".join(part.query for part in unanswered if not part.found.missing)
            unknown = never_mentioned(open_queries, self._generation, self._catalog) if unsaid else []
            # A near miss: what the articles say of it instead is told, as a quote, and the question stays unanswered.
            near = bool(self._instead) and not self._drafts
            missing += [missing_text(question, asked, unknown)] if unsaid and (unknown or not near) else []
            missing += [phrases.INSTEAD] if near else []
        if not_shown := compose.not_shown(self._dropped):
            missing.append(not_shown)
        answer = replace(self._so_far, missing=" ".join(missing) or None)
        if not self._drafts:
            sentences, citations = number(self._instead)
            answer = replace(answer, abstained=True, sentences=sentences, citations=citations, short_answer=None)
            if sentences:
                self._clock.mark("first_token")
        return self._end(answer)

    def _end(self, answer: Answer) -> Event:
        self._clock.mark("total")
        return Event("done", replace(answer, timings_ms=self._clock.timings()))
