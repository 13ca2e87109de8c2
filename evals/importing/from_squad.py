"""SQuAD-style JSON, version 1 and 2: data, paragraphs, context, qas, answers, answer_start, is_impossible."""

from typing import Any

from evals.importing.rows import Questions, Row, Text, field, question_in
from index.split import split


def read_squad(found: dict[str, Any], name: str) -> Questions:
    """Return the questions of a SQuAD file and its texts, one a title. Raises `BadInputError` naming place and field."""
    rows: list[Row] = []
    left_out: list[str] = []
    texts: dict[str | None, dict[str, None]] = {}
    for a, article in enumerate(field(found, "data", list, name)):
        where = f"{name}, data[{a}]"
        title = _title(article, where)
        for p, paragraph in enumerate(field(article, "paragraphs", list, where)):
            context = field(paragraph, "context", str, f"{where}.paragraphs[{p}]")
            texts.setdefault(title, {})[context] = None  # the same context twice is one paragraph of the text
            for q, raw in enumerate(field(paragraph, "qas", list, f"{where}.paragraphs[{p}]")):
                row = _row(raw, context, title, f"{where}.paragraphs[{p}].qas[{q}]")
                if isinstance(row, Row):
                    rows.append(row)
                else:
                    left_out.append(row)
    joined = tuple(Text(title, "\n\n".join(context.strip() for context in own)) for title, own in texts.items())
    return Questions("SQuAD", tuple(rows), joined, tuple(left_out))


def _title(article: Any, where: str) -> str | None:  # noqa: ANN401  whatever JSON held
    if not isinstance(article, dict) or article.get("title") is None:
        return None
    return field(article, "title", str, where).replace("_", " ").strip() or None


def _row(raw: Any, context: str, title: str | None, where: str) -> Row | str:  # noqa: ANN401
    """Return the row, or why there is none."""
    question = question_in(raw, "question", where)
    given = raw.get("id")
    identity = str(given) if given is not None else None
    answers = [] if raw.get("answers") is None else field(raw, "answers", list, where)
    texts = [(field(answer, "text", str, where).strip(), answer.get("answer_start")) for answer in answers]
    texts = [(text, start) for text, start in texts if text]
    if raw.get("is_impossible"):
        if texts:
            return f"{where}: it is impossible and has an answer; say one of both"
        return Row(where, identity, question, False, article=title, tags=("adversarial",))
    if not texts:
        return f"{where}: it has no answer and does not say is_impossible"
    quotes = [quote for text, start in texts if (quote := _sentence(context, text, start))]
    if not quotes:
        return f"{where}: its answer {texts[0][0]!r} does not stand in its context"
    alternatives = tuple(dict.fromkeys(text for text, _ in texts))
    return Row(where, identity, question, True, alternatives, tuple(dict.fromkeys(quotes)), title, tags=("fact",))


def _sentence(context: str, answer: str, start: Any) -> str | None:  # noqa: ANN401
    """Return the sentence that holds an answer (sentences, when it spans several), None when none does.

    ``start`` is often off by some characters: of the places where the answer stands the nearest is meant.
    """
    places = [at for at in range(len(context)) if context.startswith(answer, at)]
    if not places:
        return None
    meant = start if isinstance(start, int) else 0
    begin = min(places, key=lambda at: abs(at - meant))
    spans = [span for chunk in split(context) for span in chunk.sentences]
    inside = [span for span in spans if span.start < begin + len(answer) and begin < span.end]
    return context[inside[0].start : inside[-1].end]
