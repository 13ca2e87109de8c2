"""What a file of questions holds, before its quotes are looked up: the same whatever its format."""

from dataclasses import dataclass
from typing import Any, TypeVar

from index.errors import BadInputError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a file. ``where``: its place there, for messages.

    ``answers``: alternatives of the right answer, empty when there is only a ``reference`` (a long gold answer) or when the
    question is not ``answerable``. ``quotes``: words that a right answer rests on, to be found in the articles. ``article``:
    id, file name or title of the article it is about. ``id`` and ``article`` are None when the file does not say.
    """

    where: str
    id: str | None
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    article: str | None = None
    reference: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text that a file carries with it. ``title``: None when the file gives none."""

    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that was read from a file. ``left_out``: what cannot be a case, each with its place and why.

    ``told``: what else a user should know about how the file was read.
    """

    format: str
    rows: tuple[Row, ...]
    texts: tuple[Text, ...] = ()
    left_out: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def field(holder: Any, name: str, kind: type[T], where: str) -> T:  # noqa: ANN401  whatever JSON held
    """Return a field of a JSON object. Raises `BadInputError` naming the place and the field."""
    if not isinstance(holder, dict):
        raise BadInputError(f"{where}: this must be a JSON object; mend the file")
    if not isinstance(holder.get(name), kind):
        said = "is missing" if holder.get(name) is None else f"must be {kind.__name__}, not {type(holder[name]).__name__}"
        raise BadInputError(f"{where}: field {name!r} {said}; mend the file")
    return holder[name]  # type: ignore[no-any-return]


def question_in(holder: Any, name: str, where: str) -> str:  # noqa: ANN401
    """Return the question of a JSON object on one line. Raises `BadInputError` when there is none."""
    question = " ".join(field(holder, name, str, where).split())
    if not question:
        raise BadInputError(f"{where}: field {name!r} is empty; write the question, or delete the entry")
    return question
