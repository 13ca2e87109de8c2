"""Where files, folders and addresses are added, as HTML. Its script fills in what becomes of them. Pure."""

import json

from index.config import MAX_FILE_BYTES
from index.kinds import SUFFIXES
from web import words
from web.markup import attribute

_NAMED = ("pdf", "docx", "html", "txt", "md", "epub", "eml", "zip")
"""The kinds of file that are named to the reader; the others are taken as well."""


def drop_zone() -> str:
    """Return the place to drop files on, with its buttons, the field for an address, and an empty list of results."""
    kinds = ", ".join([*(kind for kind in _NAMED if f".{kind}" in SUFFIXES), "\u2026"])
    size = MAX_FILE_BYTES // 1_000_000
    return (
        f'<div class="adding" data-words="{attribute(json.dumps(words.ADDING))}" data-largest="{MAX_FILE_BYTES}" '
        f'data-suffixes="{" ".join(SUFFIXES)}">'
        f'<div class="drop"><p>{words.DROP}</p><div class="acts">'
        f'<button type="button" data-choose="files">{words.CHOOSE_FILES}</button>'
        f'<button type="button" data-choose="folder">{words.CHOOSE_FOLDER}</button></div>'
        f'<p class="small">{words.KINDS.format(kinds=kinds, size=size)}</p>'
        f'<input class="files" type="file" multiple hidden accept="{",".join(SUFFIXES)}">'
        '<input class="folder" type="file" webkitdirectory hidden></div>'
        f'<form class="acts by-address"><input id="address" name="address" inputmode="url" autocomplete="off" '
        f'aria-label="{words.ADDRESS}" placeholder="{words.ADDRESS}">'
        f'<button type="submit" id="add">{words.ADD}</button></form>'
        f'<div class="progress" hidden><progress aria-label="{words.ADDING_PROGRESS}"></progress>'
        f'<span class="small"></span><button type="button" class="cancel">{words.CANCEL}</button></div>'
        '<p class="indexing small wait" hidden></p><p class="told" role="status" aria-live="polite"></p>'
        f'<ul class="results"></ul><button type="button" class="clear" hidden>{words.CLEAR_LIST}</button></div>'
    )
