"""A web page -> the article on it, and what the page says of itself."""

import codecs
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from index.blocks import SENTENCE_END
from index.clean import Cleaned, clean, has_article
from index.dates import find_dateline
from index.decode import decode
from index.extract import UnreadableError, normalise
from index.header import language_code
from index.html_text import PageBlock, Piece, page_blocks, pieces
from index.page_parts import article_element, without_furniture
from index.recognise import recognise_line, recognise_sentence, words_of
from index.tags import listed, stated
from index.types import Document, Place, Removed

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://\S+)")
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
"""Only dates that the page states (meta tags, JSON-LD, time elements, address); no limit that moves with the clock."""
_FAR_LESS = 0.5  # an extraction shorter than this share of the publisher's own articleBody has missed the article
_LONG, _SHORT = 8, 4  # words of a sentence that was left out; the shorter ones next to such a sentence in the same list
_LINE = re.compile(r"(- |\d+\. )?(.*)")
_GLUE = re.compile(r"[^\W\d_][.!?”\"]?[^\W\d_a-z]\w*[^\W\d_A-Z]")
_GLUED, _MOST_SHOWN = 300, 0.8  # characters of a piece that may be several glued lines; share of it that those lines make up
_BEGINNING = 80  # characters by which a paragraph is found again
_MOST_REMOVED, _LONGEST_REMOVED = 200, 500


def read_html(raw: bytes, *, address: str | None = None) -> Document:
    """Read a saved or fetched page: its title and date lines, then the article; headings are its places.

    ``address`` is used when the page itself states none. Raises `UnreadableError` when there is no article on the page.
    The same bytes always give the same extract.
    """
    html, note = _decode(raw)
    tree, found, pruned = _extract(html)
    blocks = list(page_blocks(tree))
    parts = _article(found, tree, pruned)
    title = normalise(found.title or "").strip() if found is not None else ""
    if parts and parts[0].heading and (not title or parts[0].text.casefold() == title.casefold()):
        title, parts = parts[0].text, parts[1:]
    body = "\n\n".join(part.text for part in parts)
    date = (found.date if found is not None else None) or find_dateline(body, 0)
    head = "".join(f"{line}\n\n" for line in (title, date) if line)
    cleaned = clean(head + body, len(head), scraped=_has_furniture(blocks, body))
    if not has_article(cleaned.text, len(head)):
        raise UnreadableError("no article on the page: it holds no sentences, only links, menus or forms")
    saved = _SAVED_FROM.search(raw[:2000])
    return Document(
        text=cleaned.text,
        title=title or None,
        publisher=(found.sitename or None) if found is not None else None,
        author=(found.author or None) if found is not None else None,
        date=date,
        language=language_code(next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), "")),
        address=_stated_address(tree) or (saved[1].decode("ascii", "replace") if saved else None) or address,
        note=note,
        places=tuple(_places(parts, len(head), cleaned)),
        removed=tuple(_removed(blocks, cleaned)),
        tags=_tags(tree),
    )


def _decode(raw: bytes) -> tuple[str, str | None]:
    """As UTF-8 if it is, else as the page declares, else as its bytes look."""
    declared = _CHARSET.search(raw[:4096])
    try:
        return normalise(raw.decode("utf-8-sig")), None
    except UnicodeDecodeError:
        try:
            if declared and codecs.lookup(declared[1].decode()).name != "utf-8":
                return normalise(raw.decode(declared[1].decode(), errors="replace")), None
        except LookupError:
            pass  # the page names an encoding that does not exist
    return decode(raw)


def _extract(html: str) -> tuple[Any, Any, Any]:
    """Return (the page's tree, what trafilatura found or None, the element of the article without its furniture)."""
    from trafilatura import bare_extraction, extract_metadata
    from trafilatura.utils import load_html

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a page without an article is told by its status, not on stderr
    tree = load_html(html, max_size=len(html.encode()) + 1)
    if tree is None:
        raise UnreadableError("not a web page: there is no HTML in the file")
    pruned = deepcopy(tree)
    without_furniture(pruned)
    article = article_element(pruned)
    try:
        found = bare_extraction(
            pruned,
            include_comments=False,
            include_tables=True,
            include_formatting=True,  # keeps the tags of headings and of preformatted text
            deduplicate=False,  # it remembers other pages: the same page would not always give the same text
        )
        stated = extract_metadata(deepcopy(tree), date_config=dict(_DATES), extensive=True)
    except RecursionError:
        return tree, None, article  # nested too deeply for the extractor; the visible text is read instead
    if found is not None:
        stated.body = found.body
    return tree, stated, article


def _article(found: Any, tree: Any, article: Any) -> list[Piece]:  # noqa: ANN401
    """The pieces of the article: as extracted, as the publisher states it, or all the page shows, whichever holds it."""
    extracted = list(pieces(found.body)) if found is not None and found.body is not None else []
    parts = [Piece(text, part.heading) for part in extracted if (text := normalise(part.text).strip())]
    length = sum(len(part.text) for part in parts)
    stated = max(_article_bodies(tree), key=len, default="")
    if length < _FAR_LESS * len(stated):
        return [Piece(text) for line in stated.splitlines() if (text := normalise(" ".join(line.split())))]
    blocks = list(page_blocks(article))
    if not parts:
        return [Piece(normalise(block.text)) for block in blocks if not block.aside]
    return _with_lost_paragraphs(list(_as_shown(parts, blocks)), blocks)


def _as_shown(parts: list[Piece], blocks: list[PageBlock]) -> Iterator[Piece]:
    """Yield the pieces in the words of the page: the extractor moves what is in italics, and glues lines of a cell."""
    texts = {block.text for block in blocks}
    counts = Counter(map(_letters, texts))  # anagrams ("page 12", "page 21") tell nothing
    shown = {letters: text for text in texts if counts[letters := _letters(text)] == 1}
    for part in parts:
        lines = [_LINE.fullmatch(line) for line in part.text.split("\n")]
        right = [(f[1] or "", f[2] if f[2] in texts else shown.get(_letters(f[2]), f[2])) for f in lines if f]
        part = Piece("\n".join(mark + normalise(text) for mark, text in right), part.heading)
        if not any(mark for mark, _ in right) and len(part.text) >= _GLUED and _GLUE.search(part.text):
            squeezed = "".join(part.text.split())
            inside = [text for text in dict.fromkeys(block.text for block in blocks) if "".join(text.split()) in squeezed]
            if len(inside) > 1 and sum(len("".join(text.split())) for text in inside) >= _MOST_SHOWN * len(squeezed):
                yield from (Piece(normalise(text)) for text in inside)
                continue
        yield part


def _letters(text: str) -> str:
    return "".join(sorted("".join(text.split())))


def _is_sentence(text: str, least: int = _LONG) -> bool:
    return text.endswith((".", "!", "?", "”", '"', "。")) and len(words_of(text)) >= least


def _with_lost_paragraphs(parts: list[Piece], blocks: list[PageBlock]) -> list[Piece]:
    """Put back sentences that the extractor left out: between two paragraphs of the article, or in elements like theirs."""
    flat = [_flat(part.text) for part in parts]
    have, ahead = " ".join(flat), {text[:_BEGINNING]: at for at, text in reversed(list(enumerate(flat)))}
    places = [ahead.get(block.text[:_BEGINNING], -1) for block in blocks]
    paths = {block.path for block in blocks if block.text in have and _is_sentence(block.text)}
    result: list[Piece] = []
    waiting: list[Piece] = []  # lost if a paragraph of the article still follows, else the page's own
    done = 0
    begun = False
    before: tuple[str, ...] = ()
    for block, at in zip(blocks, places, strict=True):
        if at >= done:
            result += parts[done:at] + waiting if result or begun else parts[:at]
            result.append(parts[at])
            waiting, done = [], at + 1
        elif block.aside or block.text in have or not _is_sentence(block.text, _SHORT if block.path == before else _LONG):
            begun = begun or "".join(block.path[-1:]).startswith("h1.")
        elif block.path in paths:
            result += [*waiting, Piece(normalise(block.text))]
            waiting, before = [], block.path
        elif result or begun:
            waiting.append(Piece(normalise(block.text)))
            before = block.path
    return result + parts[done:]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _article_bodies(tree: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield what the page's JSON-LD gives as the text of its article."""
    for node in _linked_data(tree):
        if isinstance(body := node.get("articleBody"), str) and "<" not in body:
            yield body


def _tags(tree: Any) -> tuple[str, ...]:  # noqa: ANN401
    """What the page itself calls the tags of its article; keywords for search engines are another thing."""
    named: list[Any] = [str(tag) for tag in tree.xpath('//meta[@property="article:tag"]/@content')]
    for node in _linked_data(tree):
        keywords = node.get("keywords")
        named += keywords if isinstance(keywords, list) else [keywords]
    return stated(tag for text in named if isinstance(text, str) for tag in listed(text))


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield every object of the page's JSON-LD."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            waiting = [json.loads(script.text or "null")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                waiting += [value for value in node.values() if isinstance(value, dict | list)]
                yield node


def _stated_address(tree: Any) -> str | None:  # noqa: ANN401
    stated = tree.xpath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content')
    return next((str(url) for url in stated if re.fullmatch(r"https?://\S+", url)), None)


def _places(parts: list[Piece], start: int, cleaned: Cleaned) -> Iterator[Place]:
    for part in parts:
        place = cleaned.place(start) if part.heading else None
        if place is not None:
            yield Place(place, part.text)
        start += len(part.text) + 2


def _has_furniture(blocks: list[PageBlock], body: str) -> bool:
    """Tell whether the page shows text outside the article that is furniture for certain."""
    have = _flat(body)
    return any(block.text not in have and _is_certain(block.text) for block in blocks)


def _is_certain(text: str) -> bool:
    found = [recognise_line(text), *map(recognise_sentence, SENTENCE_END.split(text))]
    return any(each is not None and not each.weak for each in found)


def _removed(blocks: list[PageBlock], cleaned: Cleaned) -> Iterator[Removed]:
    """What the page shows and the text does not hold, at the place where it stood; then what was cleaned out."""
    dropped: list[Removed] = []
    have, position = _flat(cleaned.text), 0
    for block in blocks:
        at = cleaned.text.find(block.text[:60], position)
        if at >= 0:
            position = at + len(block.text[:60])
        elif block.text not in have and len(dropped) < _MOST_REMOVED:
            dropped.append(Removed(position, block.text[:_LONGEST_REMOVED], "navigation" if block.aside else "page"))
    cleaned_out = {" ".join(piece.text.split()) for piece in cleaned.removed}
    pieces_gone = [piece for piece in dropped if not any(piece.text in gone for gone in cleaned_out)]
    yield from sorted([*pieces_gone, *cleaned.removed], key=lambda piece: piece.at)
