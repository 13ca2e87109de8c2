"""The one tree of errors that are a user's to mend; each message ends with what to do next."""


class FootnoteError(Exception):
    """Something the user can mend. ``str(error)`` is one line: what happened, with the value, and what to do.

    ``code`` names the kind in the answer object's ``error`` field; command lines print the line and exit 2.
    """

    code = "error"


class BadInputError(FootnoteError):
    """The input cannot be used as it is: a folder that is not there, an empty question, a bad setting."""

    code = "bad_input"


class IndexBusyError(FootnoteError):
    """Another process is writing to this data folder."""

    code = "index_busy"


class IndexMissingError(FootnoteError):
    """There is no index in the data folder, or one made by another version."""

    code = "index_missing"


class IndexOutdatedError(IndexMissingError):
    """The index was made by an older version; a sync of ``source``, the folder indexed before, brings it up to date."""

    def __init__(self, message: str, source: str | None) -> None:
        super().__init__(message)
        self.source = source


class ModelFileError(FootnoteError):
    """A model file could not be found, fetched or verified."""

    code = "model_file"
