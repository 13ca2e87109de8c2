"""Every English sentence of the page, in one place."""

TITLE = "Footnote"
PURPOSE = "Ask your articles. Every sentence of the answer carries a footnote to the exact words it rests on."

QUESTION = "Question"
PLACEHOLDER = "Ask your articles"
SEND = "Send"
STOP = "Stop"
NEW = "New conversation"
CONVERSATION = "Conversation"
YOU_ASKED = "You asked"
ANSWER = "Answer"

EMPTY = "Ask a question about your articles. You can check every sentence of the answer against its source."
TRY = "For example"

LOOKING = "Looking in your articles\u2026"
READING = "Reading\u2026"
STOPPED = "Stopped."
BROKE_OFF = "The answer broke off. Ask again; if it happens again, the terminal that runs Footnote says why."
COMPLETE = "Answer complete, {sources}."
ASK_SOMETHING = "Type a question first."
ABSTAINED = "Your articles do not say"
CLOSEST = "The closest passages"
FAILED = "No answer this time"
SOURCES = "Sources"
DISAGREE = "Your articles disagree"
NEWEST = "newest"
SEARCHED_FOR = "Searched for:"
EDIT = "Edit"
SEARCH_FOR = "Search for"
ASK_AGAIN = "Ask again"
SUPPORT = {
    "supported": "",
    "partly": "partly supported by its source",
    "unsupported": "not supported by your articles",
}

NO_SOURCE = "Choose the number of a footnote to read its source here, with the quoted words marked."
SOURCE = "Source"
CLOSE = "Close"
PREVIOUS = "Previous footnote"
NEXT = "Next footnote"
OPEN_SOURCE = "Open source {number}: {about}"
CHANGED = "This article has changed since the answer was given. The quoted words are still in it."
CHANGED_AWAY = "This article has changed since the answer was given. The quoted words are no longer in it; they were:"
REMOVED = "This article is no longer among your articles. The quoted words were:"
NOT_OPEN = "This source cannot be opened: {reason}"

STARTING = "Starting\u2026"
OPENING = "Opening the index\u2026"
READING_FILES = "Reading {done} of {total} files\u2026"
INDEXING = "Indexing {done} of {total} passages\u2026"
SEARCH_LOADING = "Loading what the search needs\u2026"
MODEL_LOADING = "Loading the language model; answers quote the articles until then"
MODEL_LOADING_FIRST = "Loading the language model\u2026"
INDEX_BUSY = "Another program is updating the index; waiting for it\u2026"
STILL_INDEXING = "Your question comes next: {status}"
START_BROKE = "Getting ready broke off; the terminal that runs Footnote says why. Start it again."
NO_MODEL = "No language model is on disk. To get it: python -m rag fetch, then start again."
NO_EMBEDDER = "Searching by keywords only. To get the embedding model: python -m rag fetch, then start again."
UNREAD = "{files} could not be read; the reasons: python -m index status --data {data}"
BY_LOCAL = "local model"
BY_ENDPOINT = "answers by {model} at {host}"
BY_QUOTES = "answers quote the articles"

ENGINES = {
    "extractive": "quoted from the articles",
    "local": "local model",
    "openai": "model at the configured address",
}


def sentence(message: str) -> str:
    """Return a one-line message of ours as a sentence: the page is no terminal."""
    return message[:1].upper() + message[1:].rstrip(".") + "."


def seconds(milliseconds: float) -> str:
    """Return "4.8 s", "under 0.1 s"."""
    return f"{milliseconds / 1000:.1f} s" if milliseconds >= 100 else "under 0.1 s"


def count(number: int, one: str) -> str:
    """Return "1 article", "12 articles"."""
    return f"{number:,} {one}" + ("" if number == 1 else "s")
