"""Is a question in another language than English? By its script and its commonest words."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 3
_FROM_SHARE = 0.3
"""Share of the words that must be common words of one language: short function words make up a third of any text."""

# Words that English has too ("die", "in", "was", "on", "me") are left out; they would make English look foreign.
_COMMON = {
    "German": "der das und ist nicht wer wie wo wann warum welche welcher welches wird wurde wurden sind mit für "
    "von ein eine einen einer auf dem den des zu bei nach über hat haben im zum zur es sie ich wir ihr "
    "gibt viele heißt kann woher",
    "French": "le la les des du est une un et qui que quel quelle quels quelles quand où comment pourquoi combien "
    "dans pour sur avec par ne pas ce cette sont été il elle qu au aux y ont quoi",
    "Spanish": "el la los las de del es un una y que qué quién quiénes cuál cuándo dónde cómo cuánto cuántos cuántas "
    "por para con en se fue fueron está son su ha hay quien cuando donde como",
    "Italian": "il lo la gli le di del della dei delle è un una e che chi quale quando dove come perché quanto "
    "quanti per con si nel nella sono stato stata cosa fu ha",
    "Portuguese": "o os as de do da dos das é um uma e que quem qual quando onde como por porque quanto quantos para "
    "com em no na foi foram são está se ao pelo pela",
    "Dutch": "de het een van en wat wie waar wanneer hoe waarom welke zijn werd werden heeft niet voor met te op "
    "dat die bij naar uit door ook er hij zij",
}  # fmt: skip
_FOREIGN = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_ENGLISH = frozenset(
    "the of is was are were did do does what which who whom whose when where how why and to for by at on in from that "
    "with has have had can could will would it this these those there many much be been as or not an any about their his "
    "her".split()
)


def foreign(question: str) -> str | None:
    """Return the language of a question that is clearly not English ("German", "Cyrillic script"), None otherwise."""
    words = [word.lower() for word in _WORD.findall(question)]
    letters = "".join(words)
    scripts = [unicodedata.name(letter, "?").split()[0] for letter in letters]
    others = [script for script in scripts if script != "LATIN"]
    if others and len(others) > len(scripts) / 2:
        return f"{max(sorted(set(others)), key=others.count).capitalize()} script"
    if len(words) < _FEWEST_WORDS:
        return None
    counts = {language: sum(word in common for word in words) for language, common in _FOREIGN.items()}
    best = max(counts, key=lambda language: counts[language])
    english = sum(word in _ENGLISH for word in words)
    if counts[best] >= max(2, _FROM_SHARE * len(words)) and not english:
        return best
    return None


def without_common(question: str, language: str) -> str:
    """Return the question without the commonest words of its language: what could also stand in the articles."""
    common = _FOREIGN.get(language, frozenset())
    return " ".join(word for word in _WORD.findall(question) if word.lower() not in common)
