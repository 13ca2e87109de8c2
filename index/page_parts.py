"""Which elements of a web page are furniture, and which one holds the article: told by tags, names, roles and prose."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from index.recognise import recognise_line

_TAGS = {"nav", "footer", "button", "dialog", "menu", "form", "label", "input", "select", "textarea", "noscript"}
_AMP_CONTENT = {"amp-img", "amp-video", "amp-accordion", "amp-carousel", "amp-list", "amp-story", "amp-story-page"}
_ROLES = {"navigation", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
_ROLES |= {"banner", "tablist", "button"}
_NAMES = {
    name: kind
    for kind, names in {
        "navigation": "nav navigation navbar topnav menu menus submenu breadcrumb breadcrumbs crumb crumbs sitemap skip "
        "skiplink masthead search searchbox searchform pagination pager paging pagenav footer foot colophon sidebar rail "
        "offcanvas drawer widget widgets toolbar toolbox tools controls jump next prev previous login signin ticker dock "
        "ribbon",
        "share": "share sharing sharebar sharedaddy social socials addthis sharethis follow followus redes teilen partager "
        "compartir condividi",
        "related": "related recommend recommended recommendation recommendations recirc recirculation outbrain taboola "
        "zergnet mgid trending popular mostread mostviewed morefrom readmore readnext upnext teaser teasers promo promos "
        "promotion promotional relacionadas relacionados correlati",
        "newsletter": "newsletter newsletters signup optin mailchimp subscribe subscription alerts paywall regwall donate "
        "donation appeal membership cta",
        "comments": "comment comments commenting commentlist disqus responses replies respond poll survey reactions "
        "reaction rating ratings votes stars likes claps applause feedback comentarios kommentare commentaires commenti",
        "consent": "cookie cookies consent gdpr ccpa cmp onetrust popup modal overlay lightbox toast snackbar banner",
        "advertisement": "ad ads advert adverts advertisement advertising adsense adslot doubleclick dfp interstitial "
        "affiliate sponsor sponsored sponsors publicidad publicite werbung anzeige adthrive",
        "tags": "tags taglist hashtags keywords etiquetas",
        "about": "bio authorbio authorbox aboutauthor aboutme tagline signature postprofile copyright legal disclaimer "
        "imprint",
    }.items()
    for name in names.split()
}
"""A word of an element's class, id or role -> what kind of furniture such an element is."""
_NAMED = ("class", "id", "data-testid", "data-component", "data-module")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_UNSEEN = re.compile(
    r"display:none|visibility:hidden|(?:left|top|text-indent):-\d{3,}|clip:rect\(0|(?<![\w-])(?:sr-only|visually-?hidden"
    r"|screen-reader(?:-text)?|off-?screen)(?![\w-])"
)
_NEVER = {"html", "head", "body", "main", "title", "script", "style"}
_MOST = 0.35  # what holds more of the page's prose than this share is no furniture, whatever its name
_LONG = ("comments", "related", "consent")
_ENOUGH = 600  # characters of prose: an article stands outside the comments, however long those are
_SHORT_ARTICLE = 200  # characters of prose outside what is headed as comments
_CONTAINERS = {"body", "main", "article", "section", "div", "td", "center", "blockquote"}
_CONTAINER = 0.85  # share of the page's prose that the article's element holds
_LINKED = 0.5
_SENTENCE = re.compile(r"[^\W\d_].{38,}[.!?…]|[。！？।]", re.S)


class Measures:
    """Characters of each element: of all its text, of its links, of its prose; one walk over the tree."""

    def __init__(self, tree: Any) -> None:  # noqa: ANN401  lxml has no types
        self.text: dict[Any, int] = defaultdict(int)
        self.linked: dict[Any, int] = defaultdict(int)
        self.prose: dict[Any, int] = defaultdict(int)
        self.headed: set[Any] = set()
        elements = [element for element in tree.iter() if isinstance(element.tag, str)]
        links: set[Any] = set()
        for element in elements:
            parent = element.getparent()
            if element.tag == "a" or parent in links:
                links.add(element)
            if element.tag not in ("script", "style", "head", "title", "noscript"):
                self._add(element, element.text, linked=element in links)
            if parent is not None:
                self._add(parent, element.tail, linked=parent in links)
        for element in reversed(elements):
            parent = element.getparent()
            if element.tag == "h1" or element in self.headed:
                self.headed.add(parent)
            if parent is not None:
                for sums in (self.text, self.linked, self.prose):
                    sums[parent] += sums[element]

    def _add(self, element: Any, run: str | None, *, linked: bool) -> None:  # noqa: ANN401
        if run and (length := len(run.strip())):
            self.text[element] += length
            self.linked[element] += length if linked else 0
            self.prose[element] += length if not linked and _SENTENCE.search(run) else 0


def without_furniture(tree: Any) -> None:  # noqa: ANN401
    """Take out of a page's tree what its tags, names and roles call furniture, unless it holds much of the page's prose."""
    measures = Measures(tree)
    whole = measures.prose[tree]
    held: dict[str, int] = defaultdict(int)
    named: list[tuple[Any, frozenset[str]]] = []
    above: dict[Any, frozenset[str]] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        outer = above.get(element.getparent(), frozenset())
        reasons = frozenset() if element.tag in _NEVER else frozenset(_reasons(element))
        above[element] = outer | reasons if reasons - outer else outer
        for reason in reasons - outer:
            held[reason] += measures.prose[element]
        if reasons:
            named.append((element, reasons))
    for element, reasons in named:
        unseen = "unseen" in reasons
        little = any(_holds_little(reason, held[reason], whole) for reason in reasons)
        comments = whole - measures.prose[element] >= _SHORT_ARTICLE and _is_headed_comments(element, reasons)
        if (unseen or element not in measures.headed) and (little or comments):
            _drop(element)


def _holds_little(reason: str, prose: int, whole: int) -> bool:
    return prose <= _MOST * whole or (_NAMES.get(reason) in _LONG and whole - prose >= _ENOUGH)


def _is_headed_comments(element: Any, reasons: frozenset[str]) -> bool:  # noqa: ANN401
    """Tell an element that is named after comments and begins with their heading ("Comments: 5")."""
    if not any(_NAMES.get(reason) == "comments" for reason in reasons):
        return False
    found = recognise_line(next((line for text in element.itertext() if (line := " ".join(text.split()))), ""))
    return found is not None and found.kind == "comments" and not found.weak


def _reasons(element: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield why an element may be furniture: its tag, its role, that it does not show, the words of its names."""
    tag = element.tag
    named = tag in _TAGS or (tag.startswith("amp-") and tag not in _AMP_CONTENT)
    if named or (tag == "header" and not _in_article(element)):
        yield f"<{tag}>"
    if (role := (element.get("role") or "").lower()) in _ROLES:
        yield f"role {role}"
    style = re.sub(r"\s", "", element.get("style") or "").lower() + " " + (element.get("class") or "")
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or _UNSEEN.search(style):
        yield "unseen"
    for attribute in _NAMED:
        for name in (element.get(attribute) or "").split():
            words = [word.lower() for word in _WORD.findall(name)]
            yield from (word for word in words if word in _NAMES)
            yield from (pair for pair in map("".join, pairwise(words)) if pair in _NAMES)


def _in_article(element: Any) -> bool:  # noqa: ANN401
    return any(outer.tag in ("article", "main") for outer in element.iterancestors())


def article_element(tree: Any) -> Any:  # noqa: ANN401
    """Return the smallest element that holds nearly all of the page's prose; lists of links outside it are taken out."""
    measures = Measures(tree)
    whole, found, inner = measures.prose[tree], tree, tree
    while whole and (inner := next((e for e in inner if measures.prose[e] >= _CONTAINER * whole), None)) is not None:
        found = inner if inner.tag in _CONTAINERS else found
    around = list(found.iterancestors()) if whole else []
    inside = {found, *around}
    for element in [child for holder in around for child in holder if child not in inside and isinstance(child.tag, str)]:
        links = not measures.prose[element] and measures.linked[element] >= _LINKED * measures.text[element]
        if links and element not in measures.headed and element.tag not in ("h1", *_NEVER):
            _drop(element)
    return found


def _drop(element: Any) -> None:  # noqa: ANN401
    """Take an element out of the tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
