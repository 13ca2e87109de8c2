"""The pipeline: one question in, one generator of events out; the last event holds the whole answer."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import prompts
from index.catalog import Catalog
from index.errors import BadInputError, ModelFileError
from index.library import Library
from index.types import Article, Span
from rag import answerable, compose, disagree, evidence, sides
from rag.cite import Draft, Source, number
from rag.condense import condense
from rag.config import RagConfig
from rag.evidence import EvidenceSentence, Piece
from rag.llm import EndpointModel, EngineError, LanguageModel, LocalModel, abstains
from rag.model_file import find_local_model
from rag.retrieve import Hit, retrieve
from rag.types import Answer, Engine, Event, EvidenceSpan, Failure, FoundPassage, Timings, Turn

MAX_QUESTION = 2_000
"""Characters. A longer text is not a question; its passages would drown what is asked."""
_READ_TOKENS = 48
_VALUE_TOKENS = 24
_WRITE_TOKENS = 320
_WRITE_EVIDENCE_TOKENS = 600
_WRITE_KEEP_FROM = 0.4
"""A larger model copes with more text, and can put sentences together that a small one cannot."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which engine composes, with which model (None: the extractive one), and what the reader should know of it."""

    engine: str
    model: LanguageModel | None
    notices: tuple[str, ...] = ()


class Assistant:
    """Answers questions about one data folder. Safe to share between threads; holds no conversation."""

    def __init__(self, config: RagConfig, library: Library) -> None:
        self.config = config
        self.library = library
        self._models: dict[str, LanguageModel] = {}
        self._loading = threading.Lock()

    @property
    def local_ready(self) -> bool:
        """Whether the local model is loaded."""
        return "local" in self._models

    def load_local(self) -> bool:
        """Load the local model now; False when its file has not been fetched. Raises `EngineError`, `ModelFileError`."""
        path = find_local_model(self.config)
        if path is None:
            return False
        with self._loading:  # two questions at once must not load two models
            if not self.local_ready:
                model = LocalModel(path)
                model.warm(prompts.load("read").fill(evidence="", question="")[0])
                self._models["local"] = model
        return True

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        engine: Engine | None = None,
        query: str | None = None,
        wait: bool = True,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Answer one question. Raises `BadInputError` for a question that cannot be one.

        ``query`` overrides the standalone question that is searched. ``wait`` false answers with quotes while the
        local model is still loading. Set ``stop`` (from any thread), or close the generator, to stop the model.
        """
        question = _plain(question)
        if not question:
            raise BadInputError("the question is empty; type what you want to know")
        if len(question) > MAX_QUESTION:
            raise BadInputError(f"the question has {len(question):,} characters; ask in at most {MAX_QUESTION:,}")
        clock = _Clock()
        standalone = _plain(query or condense(question, history))[:MAX_QUESTION]
        with self.library.catalog() as catalog:
            catalog.snapshot()
            answering = _Answering(self, catalog, question, standalone, clock, stop or threading.Event())
            yield from answering.events(engine or self.config.engine, wait=wait)

    def choose(self, engine: Engine, *, wait: bool) -> _Choice:
        """Pick who composes. Raises `EngineError` when the engine that was asked for cannot be had."""
        if engine == "openai" or (engine == "auto" and self.config.endpoint):
            if self.config.endpoint is None:
                raise EngineError(
                    "the engine openai has no endpoint; set FOOTNOTE_OPENAI_BASE_URL and FOOTNOTE_OPENAI_MODEL",
                    code="no_endpoint",
                )
            if "openai" not in self._models:
                self._models["openai"] = EndpointModel(self.config.endpoint)
            return _Choice("openai", self._models["openai"])
        if engine == "extractive":
            return _Choice("extractive", None)
        if engine == "auto" and not wait and not self.local_ready and find_local_model(self.config):
            return _Choice("extractive", None, ("The local model is still loading; this answer quotes the articles.",))
        if self.load_local():
            return _Choice("local", self._models["local"])
        if engine == "local":
            raise EngineError("the local model is not on disk; fetch it once with: python -m rag fetch", code="no_model")
        return _Choice(
            "extractive",
            None,
            ("There is no local model on disk, so this answer quotes the articles (python -m rag fetch).",),
        )


def _plain(text: str) -> str:
    """Single spaces, and no half characters (from undecodable input), which could be neither printed nor stored."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


class _Clock:
    """Milliseconds since the question arrived, with the first time of each step."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._marks: dict[str, float] = {}

    def mark(self, step: str) -> None:
        self._marks.setdefault(step, round((time.perf_counter() - self._start) * 1000, 3))

    def timings(self) -> Timings:
        return Timings(**self._marks)


class _Answering:
    """One question on its way: what is known of the answer so far, and the steps that add to it."""

    def __init__(
        self, assistant: Assistant, catalog: Catalog, question: str, query: str, clock: _Clock, stop: threading.Event
    ) -> None:
        self._assistant = assistant
        self._catalog = catalog
        self._clock = clock
        self._stop = stop
        self._articles: dict[str, Article] = {}
        self._so_far = Answer(question=question, query=query, engine="extractive")

    def events(self, engine: Engine, *, wait: bool) -> Iterator[Event]:
        """Retrieve, show the evidence, compose sentence by sentence, and end with the whole answer."""
        hits = self._retrieve()
        ranked = evidence.rank_sentences(hits)
        if ranked:
            self._measure(hits)
        if not ranked or not answerable.worth_reading(self._signals, with_vectors=self._with_vectors):
            self._so_far = replace(self._so_far, engine=engine if engine != "auto" else "extractive")
            yield self._done(self._abstain())
            return
        self._show(ranked[:1], hits)
        self._clock.mark("first_evidence")
        yield Event("evidence", self._so_far)
        try:
            choice = self._assistant.choose(engine, wait=wait)
            yield from self._compose(choice, hits)
        except (EngineError, ModelFileError) as error:
            if engine != "auto":
                given = self._so_far.evidence if self._so_far.prompt_ids else ()
                failed = replace(self._so_far, sentences=(), citations=(), evidence=given, short_answer=None)
                yield self._done(replace(failed, engine=engine, error=Failure(error.code, str(error))))
                return
            notice = f"The model failed ({error}), so this answer quotes the articles."
            yield from self._compose(_Choice("extractive", None, (notice,)), hits)

    def _retrieve(self) -> list[Hit]:
        hits = retrieve(self._so_far.query, self._assistant.library, self._catalog)
        self._clock.mark("retrieve")
        found = tuple(
            FoundPassage(h.passage.article, h.passage.span.start, h.passage.span.end, round(h.score, 4), h.rank)
            for h in hits
        )
        notices: tuple[str, ...] = ()
        if problem := self._assistant.library.why_keywords_only():
            notices = (f"Searched by keywords only: {problem}",)
        self._so_far = replace(self._so_far, hits=found, notices=notices)
        return hits

    def _measure(self, hits: list[Hit]) -> None:
        library = self._assistant.library
        self._signals = answerable.measure(self._so_far.query, hits, library.rarity)
        self._with_vectors = library.why_keywords_only() is None

    def _show(self, sentences: list[EvidenceSentence], hits: list[Hit]) -> list[Piece]:
        """Record what the composer is given, exactly."""
        shown = evidence.pieces(sentences, hits)
        spans = tuple(EvidenceSpan(p.article, p.span.start, p.span.end) for p in shown)
        self._so_far = replace(self._so_far, evidence=spans)
        return shown

    def _compose(self, choice: _Choice, hits: list[Hit]) -> Iterator[Event]:
        notices = tuple(dict.fromkeys((*self._so_far.notices, *choice.notices)))
        self._so_far = replace(
            self._so_far, engine=choice.engine, notices=notices, sentences=(), citations=(), conflicts=(), prompt_ids={}
        )
        drafts: list[Draft] = []
        for draft in self._drafts(choice, hits):
            drafts.append(draft)
            sentences, citations = number(drafts)
            self._so_far = replace(self._so_far, sentences=sentences, citations=citations)
            self._clock.mark("first_token")
            yield Event("sentence", self._so_far)
        yield from self._compare(choice, hits, drafts)
        yield self._done(self._so_far if self._so_far.sentences else self._abstain())

    def _compare(self, choice: _Choice, hits: list[Hit], drafts: list[Draft]) -> Iterator[Event]:
        """Add what other articles say of the same thing, checked like all that is shown."""
        so_far = self._so_far
        own = sides.own_reading(so_far.query, so_far.short_answer, drafts, evidence.rank_sentences(hits))
        read = self._value_reader(choice.model) if choice.model and choice.engine == "local" else None
        if self._stop.is_set() or (own is None and (drafts or read is None)):
            return
        found = disagree.rivals(so_far.query, hits, lambda a: self._article(a).title, self._assistant.library.rarity)
        groups = disagree.compare(so_far.query, own, found, read)
        told = sides.tell(groups, drafts, own, self._source)
        if self._stop.is_set() or not (told.sides or told.drafts != tuple(drafts)):
            return
        spans = (EvidenceSpan(s.article, s.span.start, s.span.end) for rival in found for s in rival.sentences)
        sentences, citations = number(told.drafts)
        conflicts = (sides.conflict(so_far.question, told, citations),) if told.sides else ()
        short = None if conflicts else so_far.short_answer if own else groups[0].value
        self._so_far = replace(
            so_far,
            sentences=sentences,
            citations=citations,
            conflicts=conflicts,
            short_answer=short,
            evidence=tuple(dict.fromkeys((*so_far.evidence, *spans))),
        )
        self._clock.mark("first_token")
        yield Event("sentence", self._so_far)

    def _value_reader(self, model: LanguageModel) -> Callable[[str], str]:
        """A reading of one source's own sentences, as short as the value asked for."""
        prompt = prompts.load("read")

        def read(text: str) -> str:
            reply = ""
            for piece in model.stream(*prompt.fill(evidence=text, question=self._so_far.query), _VALUE_TOKENS):
                if self._stop.is_set():
                    return ""
                reply += piece
            return reply

        return read

    def _drafts(self, choice: _Choice, hits: list[Hit]) -> Iterator[Draft]:
        if choice.model is None:
            shown = evidence.select(hits)
            self._show(shown, hits)
            if answerable.worth_quoting(self._signals, with_vectors=self._with_vectors):
                yield from compose.extract(shown, self._source)
        elif choice.engine == "local":
            yield from self._read(choice.model, hits)
        else:
            yield from self._write(choice.model, hits)

    def _read(self, model: LanguageModel, hits: list[Hit]) -> Iterator[Draft]:
        """Let a small model find the answer's words; show the sentences of the articles that hold them."""
        chosen = evidence.select(hits)
        text = "\n\n".join(piece.text for piece in self._show(chosen, hits))
        prompt = prompts.load("read")
        self._so_far = replace(self._so_far, prompt_ids={prompt.name: prompt.hash})
        reply = ""
        for piece in model.stream(*prompt.fill(evidence=text, question=self._so_far.query), _READ_TOKENS):
            if self._stop.is_set():
                return
            reply += piece
        if abstains(reply, prompts.ABSTAIN):
            return
        drafts, short = compose.ground(reply, self._so_far.query, chosen, self._source)
        self._so_far = replace(self._so_far, short_answer=short)
        yield from drafts

    def _write(self, model: LanguageModel, hits: list[Hit]) -> Iterator[Draft]:
        """Let a larger model write prose over numbered sentences; each sentence is checked before it is shown."""
        chosen = evidence.select(hits, _WRITE_EVIDENCE_TOKENS, _WRITE_KEEP_FROM)
        shown = [s for piece in self._show(chosen, hits) for s in piece.sentences]
        text = "\n".join(f"[{n}] ({self._name(s.article)}) {s.text}" for n, s in enumerate(shown, 1))
        prompt = prompts.load("write")
        self._so_far = replace(self._so_far, prompt_ids={prompt.name: prompt.hash})
        deltas = model.stream(*prompt.fill(evidence=text, question=self._so_far.query), _WRITE_TOKENS)
        yield from compose.write(deltas, shown, self._source)

    def _article(self, article: str) -> Article:
        if article not in self._articles:
            found = self._catalog.article(article)
            if found is None:
                raise BadInputError(f"article {article!r} was removed while the question was answered; ask again")
            self._articles[article] = found
        return self._articles[article]

    def _name(self, article: str) -> str:
        about = self._article(article)
        return ", ".join(part for part in (about.title or article, about.publisher, about.date) if part)

    def _source(self, sentence: EvidenceSentence, start: int, end: int) -> Source:
        about = self._article(sentence.article)
        return Source(
            article=sentence.article,
            title=about.title,
            publisher=about.publisher,
            date=about.date,
            article_hash=about.text_hash or "",
            span=Span(sentence.span.start + start, sentence.span.start + end),
            quote=sentence.text[start:end],
            also_in=self._also_in(sentence.article, sentence.text[start:end]),
        )

    def _also_in(self, article: str, quote: str) -> tuple[str, ...]:
        """The copies of an article, and what else was found that holds the same words: they are one source, not many."""
        found = {hit.article for hit in self._so_far.hits if quote in self._catalog.text(hit.article)}
        return tuple(sorted({*self._catalog.copies(article), *found} - {article}))

    def _abstain(self) -> Answer:
        missing = f"The articles do not say: {self._so_far.question}"
        return replace(self._so_far, abstained=True, missing=missing, sentences=(), citations=(), short_answer=None)

    def _done(self, answer: Answer) -> Event:
        self._clock.mark("total")
        return Event("done", replace(answer, timings_ms=self._clock.timings()))


def final(events: Iterator[Event]) -> Answer:
    """Run the events to their end and return the whole answer."""
    answer = None
    for event in events:
        answer = event.answer
    if answer is None:
        raise RuntimeError("answering ended without an answer")
    return answer
