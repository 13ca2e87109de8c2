"""Every English sentence of the page, in one place."""

import math
from datetime import datetime

from rag.verify import REMOVED as REMOVED_WORDS

TITLE = "Footnote"

QUESTION = "Question"
PLACEHOLDER = "Ask your articles"
SEND = "Send"
STOP = "Stop"
NEW = "New conversation"
CONVERSATION = "Conversation"
YOU_ASKED = "You asked"
ANSWER = "Answer"

EMPTY_TITLE = "What do your articles say?"
EMPTY = (
    "Ask a question. Every sentence of the answer has a numbered footnote that opens the article at the words it rests on."
)
TRY = "For example"
EDIT_QUESTION = "Edit this question"
NEXT_QUESTIONS = "Your articles can also answer"

LOOKING = "Looking in your articles\u2026"
READING = "Reading\u2026"
BEFORE_YOURS = "{questions} before yours\u2026"
STOPPED = "Stopped."
BROKE_OFF = "The answer broke off. Ask again; if it happens again, the terminal that runs Footnote says why."
COMPLETE = "Answer complete, {sources}."
ASK_SOMETHING = "Type a question first."
ABSTAINED = "Your articles do not say"
CLOSEST = "The closest passages"
NOT_ALL = "Not in your articles"
INDEPENDENT = "independent source"
OF_PUBLISHERS = " of {publishers}"
FAILED = "No answer this time"
SOURCES = "Sources"
DISAGREE = "Your articles disagree"
NEWEST = "newest"
SEARCHED_FOR = "Searched for:"
EDIT = "Edit"
SEARCH_FOR = "Search for"
ASK_AGAIN = "Ask again"
SUPPORT = {
    "supported": "supported by its source",
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
REMOVED = "This article was removed from your articles, so its words are not shown any more."
REMOVED_BEFORE = "This article had been removed and came back with other words; which of them were quoted is forgotten."
REMOVED_QUOTE = REMOVED_WORDS
"""What stands in place of a quote of an article that was removed."""
NOT_OPEN = "This source cannot be opened: {reason}"
CHANGED_MEANWHILE = "This article has changed since you opened it; this is its text now."
TAKEN_OUT = "Show what was taken out ({number})"
TAKEN_OUT_KIND = "Taken out: {kind}"
OPEN_ADDRESS = "Open the original page"

STARTING = "Starting\u2026"
OPENING = "Opening the index\u2026"
LOOKING_AT_FILES = "Looking for new and changed articles\u2026"
STEPS = {
    "reading": "Reading {done} of {total} files",
    "embedding": "Indexing {done} of {total} passages",
    "evaluating": "{done} of {total} cases answered",
    "filling the vector store": "Filling the search files, {done} of {total} passages",
}
OTHER_STEP = "Indexing, {what}: {{done}} of {{total}}"
PACE = "{step} \u00b7 {rate} \u00b7 {left} left"
SEARCH_LOADING = "Loading what the search needs{about}\u2026"
MODEL_LOADING = "Loading the language model{about}; answers quote the articles until then"
MODEL_LOADING_FIRST = "Loading the language model{about}\u2026"
ABOUT_SECONDS = ", about {seconds} s"
NOT_YET = "Your articles are being got ready; the line above says how far that is. Ask already: the answer follows."
INDEX_BUSY = "Another program is updating the index; waiting for it\u2026"
STILL_INDEXING = "Your question comes next: {status}"
START_BROKE = "Getting ready broke off; the terminal that runs Footnote says why. Start it again."
NO_MODEL = "No language model is on disk. To get it: python -m rag fetch, then start again."
NO_EMBEDDER = "Searching by keywords only. To get the embedding model: python -m rag fetch, then start again."
UNREAD = "{files} could not be read; the reasons stand under Articles."
OUT_OF_DATE = "The index could not be brought up to date: {reason}"
NOT_FOLLOWED = "Changes in the folder are not noticed by themselves ({reason}); choose Articles, then Look again."
BY_LOCAL = "local model"
BY_ENDPOINT = "answers by {model} at {host}"
BY_QUOTES = "answers quote the articles"

ENGINES = {
    "extractive": "quoted from the articles",
    "local": "local model",
    "openai": "model at the configured address",
}


CONVERSATIONS = "Conversations"
FIND_CONVERSATION = "Find a conversation"
NO_CONVERSATIONS = "Nothing asked yet. Conversations are kept here, in this browser and on this machine only."
NONE_SAID = "No conversation holds that."
MORE_CONVERSATIONS = "Only the newest are listed; type words of an older one to find it."
QUESTIONS = "{questions} \u00b7 {when}"
RENAME = "Rename"
RENAME_LABEL = "Rename {title}"
NAME = "Name"
DELETE = "Delete"
DELETE_LABEL = "Delete {title}"
DELETE_SURELY = "Really delete?"
DELETED_NEWS = "Deleted \u201c{title}\u201d."
RENAMED_NEWS = "Renamed to \u201c{title}\u201d."
NOT_THERE = "The conversation of this address is not here any more."
NOT_STORED = "This conversation is not kept: {reason}"

ARTICLES = "Articles"
COUNTS = "{indexed} indexed \u00b7 {skipped} skipped \u00b7 {failed} failed"
NO_ARTICLES = "Nothing is indexed yet."
COLUMNS = {
    "title": "Title",
    "status": "Status",
    "date": "Date",
    "publisher": "Publisher",
    "source": "Source",
    "copies": "Copies",
}
STATE_NAMES = {"indexed": "Indexed", "skipped": "Skipped", "failed": "Failed"}
COPY_OF = "same text as {article}"
MORE = "{articles} more; type a part of the title to find one."
NONE_FOUND = "No article fits that."
FIND = "Find an article"
LOOK_AGAIN = "Look again"
REMOVE = "Remove"
REMOVE_LABEL = "Remove {title}"
REMOVE_SURELY = "Really remove?"
REMOVED_NEWS = "Removed {title}."
LOOKING_AGAIN = "The folder is looked through once more; the list follows."

DROP = "Drop files or folders here, or"
CHOOSE_FILES = "Choose files"
CHOOSE_FOLDER = "Choose a folder"
KINDS = "{kinds}, up to {size} MB each. They are copied into Footnote\u2019s own folder and stay on this machine."
ADDRESS = "Add a page by its address"
ADD = "Add"
NO_ADDRESS = "Type the address of a page first."
ADDING_PROGRESS = "Files added"
CLEAR_LIST = "Clear this list"
KEPT_AS = {
    "added": "Added.",
    "updated": "Updated: the page was added before.",
    "same": "Already among your articles.",
}
NOT_WRITTEN = "It could not be kept ({reason}); free some room and add it again."
TOO_LARGE = "{name} is larger than {size} MB; split it into articles."
ADDING = {
    "waiting": "Waiting\u2026",
    "sending": "Adding\u2026",
    "fetching": "Fetching\u2026",
    "indexing": "{text} Waiting for the index\u2026",
    "late": "{text} It is not in the index yet.",
    "left": "Not added.",
    "unsent": "It could not be read or sent; check the file, and that Footnote is still running.",
    "progress": "Adding: {done} of {total} files",
    "finished": "{kept} kept, {refused} refused.",
    "cancelled": "Stopped: {kept} added, they stay; {left} not added.",
    "indexed": "{kept} kept, {refused} refused; in the index now: {indexed}.",
    "empty": "There is no file in it.",
}
"""What the list of added files says while they are on their way, and what is read out at the end."""
QUESTIONS_USE = "Questions use {told}"
WOULD_USE = "Questions would use {told}."
ASKING = "Asking {told}"
ALL_ARTICLES = "all {articles}"
SOME_ARTICLES = "{left} of {articles}: {filter}"
CHANGE = "Change"
CHOOSE_ARTICLES = "Which articles questions use"
EVERYTHING = "All articles"
SINCE = "Since"
UNTIL = "Until"
UNDATED = "An article without a date is left out when a date is set."
PUBLISHERS = "Publishers"
TAGS = "Tags"
APPLY = "Apply"
CLEAR = "Use all articles"
NOTHING_LEFT = "no article fits all of this; choose less"

INDEXED_WITH = "Indexed with {passages}"
INDEXED_AS = " as {articles}"
PARTS_UNREAD = "; {parts} not read, the first because: {reason}"

GOOD = "Good answer"
BAD = "Not a good answer"
WHAT_WAS_WRONG = "What was wrong?"
REASONS = {
    "wrong-answer": "Wrong answer",
    "wrong-source": "Wrong or missing source",
    "should-abstain": "Should have said it does not know",
    "should-answer": "Should have answered",
    "other": "Something else",
}
EXPECTED = "What did you expect? The right answer\u2019s words, if you know them"
SOURCES_RIGHT = "The sources it cites are the right ones"
SAVE = "Save"
CANCEL = "Cancel"
KEPT = {
    "open": "Kept as a draft case; review drafts under Quality.",
    "accepted": "Accepted as a case; see Quality.",
    "rejected": "Its draft was rejected; see Quality.",
}
TAKEN_BACK = "Taken back; its draft is deleted."
DECIDED = "its draft has been decided already; open it again under Quality first"
CHOOSE_REASON = "Say what was wrong first."
NOT_KEPT = "Nothing was changed: {reason}"

ACTIONS = "What to do with this answer"
COPY = "Copy with footnotes"
COPIED = "Copied with {footnotes}"
COPIED_ALONE = "Copied"
NOT_COPIED = "The browser did not let it be copied; select the words and copy them yourself."
LINK = "Copy a link to this answer"
LINK_COPIED = "Link copied"
EXPORT = "Export this answer"
EXPORT_FORMS = {"md": "Markdown", "html": "HTML page", "json": "JSON", "print": "Print or save as PDF"}
REGENERATE = "Answer again"
ANSWERED_BEFORE = f"Answered before from the same articles. \u201c{REGENERATE}\u201d has it answered anew."
STOPPED_EARLY = "This answer was stopped before it was complete."
NOTHING_TO_EXPORT = "there is no answer to export; ask a question first"

QUALITY = "Quality"
QUALITY_PURPOSE = "Answers you marked become cases when you accept them."
NO_DRAFTS = "No drafts yet. Mark an answer with a thumb, and it is listed here."
NONE_WAIT = "No draft waits for a decision."
DRAFT_COUNTS = "{waiting} to decide \u00b7 {accepted} accepted \u00b7 {rejected} rejected"
DECIDED_DRAFTS = "Decided ({number})"
MORE_DRAFTS = "{drafts} more follow when these are decided."
SOURCES_OF_DRAFTS = {"thumbs-down": "Thumbs down", "thumbs-up": "Thumbs up", "articles": "Made from articles"}
DRAFT_STATES = {"open": "", "accepted": "Accepted", "rejected": "Rejected"}
WAS_EXPECTED = "Expected"
WAS_ANSWERED = "Answered"
WAS_SAID_BEFORE = "Asked before"
NO_ANSWER = "That the articles do not say."
DRAFT_QUESTION = "Question"
UNANSWERABLE = "The articles do not answer this"
RIGHT_ANSWERS = "Right answer, one wording a line"
RIGHT_ANSWERS_HINT = "Any one of the lines is right. After an empty line begins what the answer must hold as well."
GOLD = "Words a right answer rests on"
GOLD_NEAR = "Sentences of the closest passages"
NO_GOLD = "The answer cites nothing."
OTHER_QUOTE = "Other words, copied exactly from an article"
NOT_IN_ARTICLES = "no article holds these words exactly: \u201c{quote}\u201d; copy them from the article"
ACCEPT = "Accept"
REJECT = "Reject"
REOPEN = "Open again"
ACCEPTED_NEWS = "Accepted: \u201c{question}\u201d is a case now."
REJECTED_NEWS = "Rejected: \u201c{question}\u201d."
REOPENED_NEWS = "Open again: \u201c{question}\u201d."

EVALUATE = "Evaluate"
RUNS = "Runs"
DRAFTS = "Drafts"
EVALUATE_PURPOSE = (
    "An evaluation asks every case and says how many answers are right, and cite the words they should rest on."
)
NO_CASES = "There are no cases yet. A case is a question with its right answer, or one that your articles do not answer."
HOW_TO_CASES = (
    "Ask something, press a thumb under the answer, then accept its draft below.",
    "Or put a case file named questions.jsonl into your folder of articles; docs/evals.md describes its lines.",
)
WHICH_CASES = "Cases"
CASES_OF = {"accepted": "{cases} you accepted", "folder": "{cases} from questions.jsonl in your folder of articles"}
WHO_ANSWERS = "Answers by"
ANSWERS_BY = {
    "extractive": "quotes only",
    "local": "the local model",
    "openai": "{model} at {host}, which gets every question",
}
IN_USE = "{engine} (in use)"
EVALUATE_NOW = "Run the evaluation"
BAD_CASES = "{lines} of the case file cannot be used. Mend the file, or run the rest."
MORE_BAD_CASES = "And {lines} more."
LINE = "Line {line}: {reason}"
RUN_REST = "Run the other {cases}"
IN_THE_TERMINAL = "From a terminal"
RUN = "The same in a terminal, in the folder of Footnote; it uses this index, and keeps results of its own:"
PREPARING = "Getting ready\u2026"
SCORING = "All are answered; scoring\u2026"
STOPPING = "Stopping\u2026"
EVALUATED = "Done: {cases} evaluated."
CANCELLED = "Cancelled after {done} of {cases}. What was answered is kept, and not asked again."
EVALUATION_BROKE = "The evaluation broke off; the terminal that runs Footnote says why. What was answered is kept."
NOT_EVALUATED = "The evaluation could not be done: {reason}"
ONE_AT_A_TIME = "an evaluation is going on already; wait for it, or cancel it"
CASES_GONE = "these cases are not there any more; open Quality again"

NO_RUNS = "No evaluation yet. Its report, and how the figures move from run to run, will be here."
LAST_RUN = "Last run"
OPEN_REPORT = "Open the report"
REPORT = "Report"
REPORT_OF = "Report of {date}"
DELETE_RUN = "Delete"
DELETE_RUN_OF = "Delete the run of {date}"
RUN_DELETED = "Deleted the run of {date}."
NO_SUCH_RUN = "there is no such run any more; it was deleted in another window"
OLDER_RUNS = "Older runs ({number})"
UNREADABLE_RUN = "This run cannot be read"
KEEPS_WORDS = (
    "A report keeps the words of your articles as they were on its day, also when an article is removed; delete it here."
)
RIGHT = "right and cited"
RIGHT_OF = "{right} of {questions} that could be judged \u00b7 95\u00a0% interval {interval}"
NONE_JUDGED = "No answer could be judged right or wrong."
NOT_IN_THEM = (
    "Questions your articles do not answer: {asked}, of them {right} rightly left open and {wrong} answered all the same."
)
IN_THEM = "Questions they do answer: {asked}, of them {wrong} wrongly left open."
RUN_FAILED = "In {cases} the engine failed."
RUN_LEFT_OUT = "{lines} of the case file could not be used."
FIRST_RUN = "The first run of these cases: there is nothing to compare it with yet."
SINCE_RUN = "Since the run of {date}{how}: {fixed} fixed, {broken} broken."
OTHER_ENGINE = " (answered by {engine})"
ONLY_COMMON = " The cases are others now; compared are the {cases} that both hold."
NOW_RIGHT = "Fixed"
NOW_WRONG = "Broken"
MORE_CHANGED = "and {number} more, in the report"
POINTS = "<b>{points}</b> points <span>({low} to {high})</span>"
OTHER_CASES = "not comparable as a whole: other cases"
OTHER_ENGINE_SHORT = "answered by another engine before"
FIRST = "first"

CHART = "Correct and cited, in % of the cases that can be judged, with 95 % intervals"
CHART_SAYS = (
    "{runs}, from {first} to {last}. Correct and cited: first {start}, now {now}. The table below holds every figure."
)
CHART_POINT = "{date}, {engine}: {share}, {interval}"
CHART_BREAK = "A dashed line: from there on other cases were asked, so that the figures on its two sides cannot be compared."
RUN_COLUMNS = ("Date", "Answers by", "Cases", "Correct and cited", "False answers", "Change")
ANSWERED_BEFORE_BY = {"extractive": "quotes", "local": "the local model", "openai": "the model at the configured address"}
ANSWERED_BY = {"extractive": "quotes", "local": "local model", "openai": "{model}"}

SETTINGS = "Settings"
SETTINGS_PURPOSE = "Who writes the answers. Every sentence is checked against its source, whoever wrote it."
ENGINE = "Answers by"
ENGINE_NAMES = {
    "auto": "Automatic",
    "local": "The local model",
    "openai": "A model at an address",
    "extractive": "Quotes only",
}
ENGINE_ABOUT = {
    "auto": "The model at the address below when one is given, else the local model, else quotes.",
    "local": "A small language model on this machine finds the answer\u2019s words; nothing leaves it.",
    "openai": "Any OpenAI-compatible server. Your question and the passages found go there, with every question.",
    "extractive": "The best sentences of your articles, word for word. At once, without any model.",
}
HERE_LOCAL = "It is on this machine."
NOT_HERE_LOCAL = "It is not on this machine. To get it once: python -m rag fetch"
HERE_ENDPOINT = "An address is given below."
NOT_HERE_ENDPOINT = "It needs an address and a model below."
HERE_QUOTES = "Always there."
ENDPOINT = "Model at an address"
FIELDS = {"base_url": "Address", "model": "Model", "key": "Key", "engine": "Answers by", "sources": "Passages read"}
ADDRESS_EXAMPLE = "http://127.0.0.1:11434/v1"
ADDRESS_HINT = "As its maker gives it, for example {example} for Ollama. Nothing is sent before you test or ask."
MODEL_HINT = "The name that the server knows it by. Leave it empty and press Test to see which it offers."
KEY_HINT = "Kept on this machine, readable by you alone, and never shown again. A local server needs none."
KEY_KEPT = "A key is kept. Leave this empty to go on using it."
FORGET_KEY = "Forget the kept key"
SOURCES_HINT = "How many of the best passages an answer may draw on, from {least} to {most}. More is slower and less exact."
FIXED = "Set by {name}, so it cannot be changed here."
TEST = "Test"
SAVE_SETTINGS = "Save"
TESTING = "Trying it\u2026 This can take half a minute."
SAVED_NEWS = "Saved. The next question is answered by {engine}."
KEY_DROPPED = "The kept key belongs to another address, so it was forgotten. Type the key of this one if it needs one."
BY = {
    "auto": "the local model when it is there, else by quotes",
    "local": "the local model",
    "openai": "{model}",
    "extractive": "quotes of your articles",
}
BAD_ADDRESS = "Address: \u201c{address}\u201d is none; it must look like http://127.0.0.1:11434/v1"
SECRET_IN_ADDRESS = "Address: leave out user, password and what follows a question mark; the key has a field of its own"
NOT_ONE_LINE = "{field}: it must be one line of plain text, at most 2,000 characters"
KEY_NOT_PLAIN = "Key: it holds a space or a character that no key has; copy it again"
BAD_SOURCES = "Passages read: {value} is not a whole number from {least} to {most}"
MODEL_MISSING = "Model: the address needs the name of a model; leave it empty and press Test to see which it offers"
ADDRESS_MISSING = "Address: it is empty; give one, or choose another way to answer"
SETTINGS_NOT_KEPT = "{place} could not be written ({reason}); make its folder writable and save again"
TRIAL_FAILED = "That did not work: {reason}"
TRIAL_FAILURES = {
    "endpoint_key": "{place} refused the key; copy it again from where you got it",
    "endpoint_model": "{place} does not know the model {model}; check its name and the address",
    "endpoint_timeout": "{place} did not answer within {seconds}; see that the server runs, then test again",
    "endpoint_unreachable": "{place} could not be reached; check the address, and that the server runs",
}
NO_ENDPOINT = "Address: it is empty; type one and test again"
CHOOSE_MODEL = "The server answers. It offers: {models}. Type one of them as the model, then test again."
NO_MODELS_TOLD = "The server did not say which models it offers. Check the address and the key, or type a model\u2019s name."
OFFERED = "The server offers: {models}."
ENDPOINT_WORKS = "It works: {model} answered in {seconds}. Save to use it."
NO_MODEL_HERE = "The local model is not on this machine. To get it once: python -m rag fetch, then test again."
LOCAL_WORKS = "It works: the local model was ready after {loaded} and answered in {seconds}. Save to use it."
QUOTES_WORK = "It works: searching {articles} took {seconds}. Save to use it."


def sentence(message: str) -> str:
    """Return a one-line message of ours as a sentence: the page is no terminal."""
    return message[:1].upper() + message[1:].rstrip(".") + "."


def seconds(milliseconds: float) -> str:
    """Return "4.8 s", "under 0.1 s"."""
    return f"{milliseconds / 1000:.1f} s" if milliseconds >= 100 else "under 0.1 s"


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 article", "12 articles"; ``many`` for a plural without plain s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def before_yours(ahead: int) -> str:
    """Return "2 questions before yours…": what a reader waits for."""
    return BEFORE_YOURS.format(questions=count(ahead, "question"))


def moment(when: datetime) -> str:
    """Return "22 Nov 2026, 14:05" in the time of this machine."""
    here = when.astimezone()
    return f"{here.day} {here:%b %Y, %H:%M}"


def duration(seconds: float) -> str:
    """Return "a few seconds", "40 s", "12 min", "3 h", rounded up."""
    for most, size, unit in ((100, 10, "s"), (100 * 60, 60, "min")):
        if seconds <= most:
            steps = math.ceil(seconds / size)
            return f"about {steps * size if unit == 's' else steps} {unit}" if seconds > 5 else "a few seconds"
    return f"about {math.ceil(seconds / 3600)} h"


def rate(per_second: float) -> str:
    """Return "40 a second", "12 a minute"."""
    return f"{per_second:,.0f} a second" if per_second >= 2 else f"{math.ceil(per_second * 60)} a minute"
