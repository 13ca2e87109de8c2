"""Fetch one page from the public web, without being a way into the network this machine stands in.

Every name is resolved here, every address it resolves to must be public, and the connection goes to exactly that
address, so a name that means something else a moment later (DNS rebinding) leads nowhere. Each redirect is checked anew.
"""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from index.errors import BadInputError
from index.public import addresses_of, is_public

TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
"""Content types that can be articles, and the file ending each is kept under; any other ``text/…`` is plain text."""

_HEADERS = {
    "User-Agent": "Footnote/0.1",
    "Accept": "text/html, text/*, application/pdf, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
_REDIRECTS = (301, 302, 303, 307, 308)
_AS_A_FILE = "save the page in your browser and add the file instead"
_REFUSALS = {
    401: f"asks for a login; {_AS_A_FILE}",
    403: f"refuses programs; {_AS_A_FILE}",
    404: "has no such page; check the address",
    410: "no longer has this page",
    429: f"is answering too many requests; try again later, or {_AS_A_FILE}",
}
_AUTOMATIC = 32 + zlib.MAX_WBITS
"""Tells zlib to recognise gzip and zlib by their heads."""

Resolve = Callable[[str, int], Sequence[str]]
"""Called with host and port; returns the addresses to connect to, best first. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a page may take in all, how many bytes it may have once unpacked, how often it may send us on."""

    seconds: float = 30.0
    bytes: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave. ``address``: after redirects; ``content_type``: as the server named it, parameters included."""

    address: str
    content: bytes
    content_type: str


def fetch(
    address: str,
    *,
    allow_private: bool = False,
    limits: Limits = Limits(),
    resolve: Resolve = addresses_of,
) -> Page:
    """Return the page at an http or https address. Call it from a thread without an event loop.

    Raises `BadInputError`, in one sentence, for what is private, not there, too large, too slow or no article.
    ``allow_private`` lets it reach this machine and its network.
    """
    return asyncio.run(_within(_url(address), allow_private=allow_private, limits=limits, resolve=resolve))


def suffix_of(content_type: str) -> str | None:
    """Return the file ending for a content type, None when it cannot be an article."""
    kind = content_type.partition(";")[0].strip().lower()
    return TYPES.get(kind) or (".txt" if kind.startswith("text/") else None)


def _url(address: str) -> httpx.URL:
    """Read an address as it was typed; without a scheme it is meant as https."""
    address = address.strip()
    try:
        url = httpx.URL(address if "://" in address else f"https://{address}")
    except (httpx.InvalidURL, ValueError) as error:
        raise BadInputError(
            f"{_shown(address)} is not a web address; give one such as https://example.org/article"
        ) from error
    return _checked(url)


def _checked(url: httpx.URL) -> httpx.URL:
    """Return an address without its fragment; refuse what is no page of the web."""
    if url.userinfo:
        raise BadInputError("an address that holds a user name or password is not fetched; give it without them")
    if url.scheme not in ("http", "https"):
        raise BadInputError(f"{_shown(str(url))} is not an http or https address; {_AS_A_FILE}")
    if not url.host:
        raise BadInputError(f"{_shown(str(url))} names no host; give an address such as https://example.org/article")
    if url.port is not None and not 0 < url.port < 65_536:
        raise BadInputError(f"{_shown(str(url))} names a port that does not exist; check the address")
    return url.copy_with(fragment=None, raw_path=url.raw_path)  # an empty path is the same as /


def _shown(address: str) -> str:
    return repr(address if len(address) <= 100 else address[:100] + "…")


async def _within(url: httpx.URL, *, allow_private: bool, limits: Limits, resolve: Resolve) -> Page:
    try:
        async with asyncio.timeout(limits.seconds):
            for _ in range(limits.redirects + 1):
                pinned = await _pinned(url, resolve, allow_private=allow_private)
                found = await _get(url, pinned, limits)
                if isinstance(found, Page):
                    return found
                url = found
    except TimeoutError as error:
        raise BadInputError(
            f"{url.host} took longer than {limits.seconds:g} seconds; try again later, or {_AS_A_FILE}"
        ) from error
    raise BadInputError(f"{url.host} redirects more than {limits.redirects} times; {_AS_A_FILE}")


async def _pinned(url: httpx.URL, resolve: Resolve, *, allow_private: bool) -> list[str]:
    """Return the addresses that a host stands for now, all of them allowed."""
    port = url.port or (443 if url.scheme == "https" else 80)
    name = url.raw_host.decode("ascii").strip("[]")
    # Not the loop's own pool: its end would wait for a resolver that hangs longer than a page may take.
    resolver = ThreadPoolExecutor(1, "resolve")
    try:
        found = list(await asyncio.get_running_loop().run_in_executor(resolver, resolve, name, port))
    except (OSError, UnicodeError) as error:
        raise BadInputError(f"{url.host} could not be found; check the address and the connection") from error
    finally:
        resolver.shutdown(wait=False)
    private = [] if allow_private else [one for one in found if not is_public(one)]
    if private or not found:
        also = "" if private == [name] else f" ({', '.join(private)})"
        raise BadInputError(f"{url.host} is a private address{also}; save the page as a file instead")
    return found


async def _get(url: httpx.URL, pinned: Sequence[str], limits: Limits) -> Page | httpx.URL:
    """Return the page, or where it sends us. Tries the addresses in turn until one answers."""
    for position, address in enumerate(pinned, 1):
        try:
            return await _get_from(url, address, limits)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if untrusted := _certificate_fault(error):
                raise BadInputError(f"{url.host} cannot be trusted ({untrusted}); {_AS_A_FILE}") from error
            if position == len(pinned):
                raise BadInputError(f"{url.host} could not be reached; check the address and the connection") from error
        except httpx.HTTPError as error:
            raise BadInputError(f"{url.host} broke off or did not answer as a web server does; try again later") from error
    raise AssertionError("a host without addresses was refused before")


def _certificate_fault(error: BaseException) -> str | None:
    cause: BaseException | None = error
    while cause and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate: {cause.verify_message}"
    return "no secure connection" if cause else None


async def _get_from(url: httpx.URL, address: str, limits: Limits) -> Page | httpx.URL:
    headers = _HEADERS | {"Host": url.netloc.decode("ascii")}
    extensions = {"sni_hostname": url.raw_host.decode("ascii").strip("[]")}
    # A client for each request: nothing is remembered, cookies included.
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=limits.seconds) as client:
        pinned = url.copy_with(host=address)
        async with client.stream("GET", pinned, headers=headers, extensions=extensions) as response:
            if response.status_code in _REDIRECTS:
                return _next(url, response.headers.get("location"))
            if response.status_code != 200:
                reason = _REFUSALS.get(response.status_code, f"answered with error {response.status_code}; try again later")
                raise BadInputError(f"{url.host} {reason}")
            content_type = response.headers.get("content-type", "")
            if not _may_be_article(content_type):
                raise _no_article(url, content_type)
            content = await _body(response, url, limits)
    if not content.strip():
        raise BadInputError(f"{url} is empty; check the address")
    if suffix_of(content_type) is None:
        content_type = _recognised(content)
        if not content_type:
            raise _no_article(url, response.headers.get("content-type", ""))
    return Page(str(url), content, content_type)


def _next(url: httpx.URL, location: str | None) -> httpx.URL:
    """Return where a redirect leads; what it may not lead to is refused there."""
    try:
        return _checked(url.join(location or ""))
    except (httpx.InvalidURL, ValueError) as error:
        raise BadInputError(f"{url.host} redirects to what is no web address; {_AS_A_FILE}") from error


def _may_be_article(content_type: str) -> bool:
    unnamed = content_type.partition(";")[0].strip().lower() in ("", "application/octet-stream", "binary/octet-stream")
    return unnamed or suffix_of(content_type) is not None


def _recognised(content: bytes) -> str:
    """Return the type of content that the server did not name, "" when it is not one of the most usual."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    return "text/html" if content.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")) else ""


def _no_article(url: httpx.URL, content_type: str) -> BadInputError:
    kind = content_type.partition(";")[0].strip() or "of no known type"
    return BadInputError(f"{url} is {kind}, which is no article; give the address of a page, a text or a PDF")


async def _body(response: httpx.Response, url: httpx.URL, limits: Limits) -> bytes:
    content = bytearray()
    async for piece in _unpacked(response, url, limits.bytes + 1):
        content += piece
        if len(content) > limits.bytes:
            raise BadInputError(f"{url} is larger than {limits.bytes / 1_000_000:g} MB; add the part you need as a file")
    return bytes(content)


async def _unpacked(response: httpx.Response, url: httpx.URL, most: int) -> AsyncIterator[bytes]:
    """Yield the body unpacked, no piece of it longer than ``most``: a small piece can unpack to gigabytes."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise BadInputError(f"{url} came packed in a way that was not asked for ({encoding}); {_AS_A_FILE}")
    if encoding in ("identity", ""):
        async for piece in response.aiter_raw():
            yield piece
        return
    unpack = zlib.decompressobj(_AUTOMATIC)
    try:
        async for piece in response.aiter_raw():
            yield unpack.decompress(piece, most)
    except zlib.error as error:
        raise BadInputError(f"{url} arrived damaged; try again later, or {_AS_A_FILE}") from error
    if not unpack.eof or unpack.unused_data:
        raise BadInputError(f"{url} arrived incomplete; try again later, or {_AS_A_FILE}")
