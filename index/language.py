"""The language of a text, told from its letters."""

from functools import cache
from typing import Any

MIN_LETTERS = 40
"""Below this the guess is often wrong: names and headlines look alike in many languages."""
MIN_PROBABILITY = 0.6
_MOST_CHARACTERS = 4000  # more text does not change the answer


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, None when it is too short or not clear."""
    sample = text[:_MOST_CHARACTERS]
    if sum(letter.isalpha() for letter in sample) < MIN_LETTERS:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= MIN_PROBABILITY else None


@cache
def _identifier() -> Any:  # noqa: ANN401  py3langid has no types
    """The model inside the package; loaded on first use, nothing is fetched."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Creoles and dialects without a two-letter code would take probability away from the language they are close to.
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    return identifier
