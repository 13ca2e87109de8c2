"""llama-index's LabelledRagDataset as JSON: examples with query, reference_contexts and reference_answer."""

from typing import Any

from evals.importing.rows import Questions, Row, Text, field, question_in
from index.errors import BadInputError
from index.split import split
from rag.support import coverage

_SHORT = 8
"""Words up to which a reference answer is asked for word by word; a longer one is a reference to compare with."""


def read_llama_index(found: dict[str, Any], name: str) -> Questions:
    """Return the examples of a dataset, and their contexts as texts. Raises `BadInputError` naming place and field."""
    rows: list[Row] = []
    left_out: list[str] = []
    texts: dict[str, Text] = {}
    for number, example in enumerate(field(found, "examples", list, name)):
        where = f"{name}, examples[{number}]"
        question = question_in(example, "query", where)
        contexts = _contexts(example, where)
        texts |= {context: Text(None, context) for context in contexts}
        answer = "" if example.get("reference_answer") is None else field(example, "reference_answer", str, where).strip()
        if not answer or not contexts:
            missing = "reference_contexts" if answer else "reference_answer"
            left_out.append(f"{where}: it has no {missing}")
            continue
        tags = ("fact" if len(answer.split()) <= _SHORT else "long", *_written_by(example))
        short = (answer,) if "fact" in tags else ()
        quotes = tuple(dict.fromkeys(_gold(context, question, answer) for context in contexts))
        rows.append(Row(where, None, question, True, short, quotes, reference=answer, tags=tags))
    return Questions("llama-index", tuple(rows), tuple(texts.values()), tuple(left_out))


def _contexts(example: dict[str, Any], where: str) -> list[str]:
    given = [] if example.get("reference_contexts") is None else field(example, "reference_contexts", list, where)
    if not all(isinstance(context, str) for context in given):
        raise BadInputError(f"{where}: field 'reference_contexts' must be a list of texts; mend the file")
    return [context for context in given if context.strip()]


def _gold(context: str, question: str, answer: str) -> str:
    """Return the sentence of a context that holds most of the answer; a context is a whole chunk, too long for a quote."""
    said = [span.of(context) for chunk in split(context) for span in chunk.sentences]
    return max(said, key=lambda sentence: (coverage(answer, sentence), coverage(question, sentence)))


def _written_by(example: dict[str, Any]) -> list[str]:
    """A tag when a model wrote the question: nobody may have read it."""
    by = example.get("query_by")
    return ["by-model"] if isinstance(by, dict) and by.get("type") == "ai" else []
