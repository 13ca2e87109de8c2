"""An optional judge of answers: a model behind an OpenAI-compatible endpoint says yes or no.

A judge is only worth its agreement with people: ``python -m evals.agreement FOLDER --judge --out DIR`` measures it, and
`known_agreement` reads what was measured, to be printed beside whatever this judge says.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import prompts
from evals.statistics import Estimate
from index.errors import BadInputError
from rag.config import Endpoint, from_environment
from rag.llm import EngineError, LanguageModel

REPLIES = "judge-replies.jsonl"
AGREEMENT = "judge-agreement.json"
_OURS, _OF_ANSWERS = "FOOTNOTE_JUDGE_", "FOOTNOTE_OPENAI_"
_MAX_TOKENS = 8
_FIRST_WORD = re.compile(r"\W*(yes|no)\b", re.I)


def endpoint_from(environ: Mapping[str, str]) -> Endpoint:
    """Read FOOTNOTE_JUDGE_BASE_URL, _MODEL, _API_KEY and _TIMEOUT; for `main` functions.

    Raises `BadInputError` when no judge is configured: an endpoint that answers must not become its own judge unasked.
    """
    settings = {name.replace(_OURS, _OF_ANSWERS): value for name, value in environ.items() if name.startswith(_OURS)}
    with _naming_the_judge():
        endpoint = from_environment(settings, Path()).endpoint
    if endpoint is None:
        raise BadInputError(
            f"no judge is configured; set {_OURS}BASE_URL and {_OURS}MODEL (and {_OURS}API_KEY if it needs one)"
        )
    return endpoint


@contextmanager
def _naming_the_judge() -> Iterator[None]:
    """The settings of the endpoint that answers and of the judge have the same names but for their beginning."""
    try:
        yield
    except EngineError as error:
        raise EngineError(str(error).replace(_OF_ANSWERS, _OURS), code=error.code) from error
    except BadInputError as error:
        raise BadInputError(str(error).replace(_OF_ANSWERS, _OURS)) from error


class Judge:
    """A model that says whether an answer is right. Replies are kept in a file, so that a stopped run goes on."""

    def __init__(self, model: LanguageModel, replies: Path) -> None:
        """``replies``: a JSONL file, made when missing. Raises `BadInputError` when it is something else."""
        self._model = model
        self._path = replies
        self._prompt = prompts.load("judge")
        self._replies = _read_replies(replies)

    @property
    def prompt(self) -> str:
        """The hash of the prompt's wording."""
        return self._prompt.hash

    def verdict(self, question: str, golds: Sequence[str], answer: str) -> bool | None:
        """Say whether the answer is right; None when the reply was neither yes nor no. Raises `EngineError`."""
        reply = self._reply(
            *self._prompt.fill(question=_quoted(question), golds=_quoted(list(golds)), answer=_quoted(answer))
        )
        said = _FIRST_WORD.match(reply)
        return said[1].lower() == "yes" if said else None

    def _reply(self, system: str, user: str) -> str:
        key = hashlib.sha256(json.dumps([self._model.name, system, user]).encode()).hexdigest()
        if key not in self._replies:
            with _naming_the_judge():
                reply = "".join(self._model.stream(system, user, _MAX_TOKENS))
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"key": key, "model": self._model.name, "reply": reply}, ensure_ascii=False) + "\n")
            self._replies[key] = reply
        return self._replies[key]


def _quoted(value: str | list[str]) -> str:
    """As JSON: no quote mark or line break inside ends it. Control tokens of chat models are taken apart."""
    return json.dumps(value, ensure_ascii=False).replace("<|", "< |")


def _read_replies(path: Path) -> dict[str, str]:
    """Read the kept replies; half a line at the end is what a killed run leaves, and is taken off."""
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1]
        rows = [json.loads(line) for line in whole.split("\n") if line]
        found = {row["key"]: str(row["reply"]) for row in rows}
        if whole != text:
            path.write_text(whole, encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInputError(f"{path} holds no replies of a judge ({error}); delete it, or give another folder") from error
    return found


@dataclass(frozen=True, slots=True)
class Agreement:
    """What share of people's verdicts a judge gives too. ``prompt``: hash of the wording it was asked with.

    ``unscored``: verdicts on which its reply was neither yes nor no; they are not in ``agreement``.
    """

    model: str
    prompt: str
    agreement: Estimate
    unscored: int

    def __str__(self) -> str:
        known = self.agreement
        return (
            f"this judge agrees with people {known.mean:.2f} [{known.low:.2f}, {known.high:.2f}] on {known.n} verdicts"
            + (f"; {self.unscored} replies were neither yes nor no" if self.unscored else "")
        )


NOT_MEASURED = "its agreement with people was not measured: run python -m evals.agreement FOLDER --judge --out DIR"


def write_agreement(out: Path, measured: Agreement) -> Path:
    """Write ``judge-agreement.json`` into a folder and return its path."""
    path = out / AGREEMENT
    path.write_text(json.dumps(asdict(measured), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def known_agreement(path: Path, model: str) -> Agreement | None:
    """Return what was measured of a judge, from ``judge-agreement.json``; None when it was not measured as it is now.

    A measurement of another model, or of this one with another wording of the prompt, says nothing of it.
    Raises `BadInputError` when the file is something else.
    """
    if not path.exists():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        found = Agreement(raw["model"], raw["prompt"], Estimate(**raw["agreement"]), int(raw["unscored"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInputError(f"{path} does not hold a judge's agreement ({error!r}); {NOT_MEASURED}") from error
    return found if (found.model, found.prompt) == (model, prompts.load("judge").hash) else None
