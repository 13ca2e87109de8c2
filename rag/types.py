"""The answer object of the product and the events that lead to it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Support = Literal["supported", "partly", "unsupported"]
Engine = Literal["auto", "local", "openai", "extractive"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and the answer it got."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words a sentence rests on: ``stored_text[start:end] == quote`` for the article with ``article_hash``.

    ``also_in``: ids of other articles that hold the same words (copies count as one source).
    """

    number: int
    article: str
    title: str | None
    publisher: str | None
    date: str | None
    quote: str
    start: int
    end: int
    article_hash: str
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of the answer, without markers, and the numbers of the citations it rests on."""

    text: str
    support: Support
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that articles give for the same thing."""

    value: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Articles disagree: what about, and what each side says."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A hit as the answer reports it: where it is, its fused score (1.0 is best in every list), its rank from 1."""

    article: str
    start: int
    end: int
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A piece of text exactly as the model was given it."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an engine could not answer; never dressed up as an answer or as an abstention."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds after the question arrived; 0 for what did not happen."""

    retrieve: float = 0.0
    first_evidence: float = 0.0
    first_token: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; the same object feeds page, command line and evaluation.

    ``short_answer``: the bare fact, None when there is none. ``missing``: what the articles do not answer, None when
    nothing is missing. ``abstained``: the question as asked is not answered. ``confidence``: how likely it is that the
    question is answered (0..1), as far as the last gate that decided could tell, None when none did; for measuring only,
    and no part of the JSON.
    """

    question: str
    query: str
    engine: str
    short_answer: str | None = None
    abstained: bool = False
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: str | None = None
    conflicts: tuple[Conflict, ...] = ()
    hits: tuple[FoundPassage, ...] = ()
    evidence: tuple[EvidenceSpan, ...] = ()
    notices: tuple[str, ...] = ()
    error: Failure | None = None
    prompt_ids: dict[str, str] = field(default_factory=dict)
    timings_ms: Timings = Timings()
    confidence: float | None = None

    @property
    def answer(self) -> str:
        """The shown sentences joined by a space, each followed by its [1] markers."""
        return " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in self.sentences)

    def to_json(self) -> dict[str, Any]:
        """Return the answer object as plain JSON values, keys in the documented order."""
        fields = asdict(self)
        order = (
            "question query answer short_answer abstained sentences citations missing conflicts hits evidence notices "
            "error engine prompt_ids timings_ms"
        ).split()
        fields["answer"] = self.answer
        return {name: fields[name] for name in order}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Answer":
        """Return the answer that `to_json` made. Raises KeyError, TypeError or AttributeError for another object."""
        return cls(
            question=raw["question"],
            query=raw["query"],
            engine=raw["engine"],
            short_answer=raw["short_answer"],
            abstained=raw["abstained"],
            sentences=tuple(AnswerSentence(s["text"], s["support"], tuple(s["citations"])) for s in raw["sentences"]),
            citations=tuple(Citation(**c | {"also_in": tuple(c["also_in"])}) for c in raw["citations"]),
            missing=raw["missing"],
            conflicts=tuple(
                Conflict(c["about"], tuple(Side(s["value"], tuple(s["citations"])) for s in c["sides"]))
                for c in raw["conflicts"]
            ),
            hits=tuple(FoundPassage(**hit) for hit in raw["hits"]),
            evidence=tuple(EvidenceSpan(**span) for span in raw["evidence"]),
            notices=tuple(raw["notices"]),
            error=Failure(**raw["error"]) if raw["error"] else None,
            prompt_ids=raw["prompt_ids"],
            timings_ms=Timings(**raw["timings_ms"]),
        )


@dataclass(frozen=True, slots=True)
class Event:
    """A step of answering.

    ``kind``: "evidence" (quotes found), "waiting" (the local model answers others first), "sentence" (what is checked
    has grown), "done" (the last).
    ``answer`` is the answer as far as it has come; nothing in it is unchecked. ``ahead``: how many questions are answered
    before this one, 0 as soon as it is its turn.
    """

    kind: Literal["evidence", "waiting", "sentence", "done"]
    answer: Answer
    ahead: int = 0
