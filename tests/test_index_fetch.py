"""Fetching pages: real web servers on this machine, and what must never be reached from a page."""

import gzip
import http.server
import ssl
import subprocess
import threading
import time

import pytest

from index.errors import BadInputError
from index.fetch import Limits, fetch, suffix_of
from index.public import addresses_of, is_public

HTML = b"<!DOCTYPE html><html><title>T</title><p>The lighthouse was lit in 1881.</p></html>"


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves what the path asks for; remembers the headers that came."""

    seen: list  # set by the fixture for each server

    def log_message(self, *_):
        pass

    def do_GET(self):
        type(self).seen.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("?")[0].replace("-", "_") or "page"
        getattr(self, f"send_{name}", self.send_missing)()

    def reply(self, content=HTML, status=200, **headers):
        self.send_response(status)
        for key, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def send_page(self):
        self.reply(Set_Cookie="who=me")

    def send_missing(self):
        self.reply(status=404)

    def send_login(self):
        self.reply(status=401)

    def send_broken(self):
        self.reply(status=500)

    def send_loop(self):
        self.reply(status=302, Location="/loop")

    def send_moved(self):
        self.reply(status=301, Location="page?from=moved", Set_Cookie="who=me")

    def send_nowhere(self):
        self.reply(status=301)

    def send_to_file(self):
        self.reply(status=302, Location="file:///etc/passwd")

    def send_to_private(self):
        self.reply(status=302, Location="http://inside.example/secret")

    def send_picture(self):
        self.reply(b"\x89PNG", Content_Type="image/png")

    def send_unnamed_pdf(self):
        self.reply(b"%PDF-1.7 ...", Content_Type="application/octet-stream")

    def send_unnamed_program(self):
        self.reply(b"\x7fELF ...", Content_Type="application/octet-stream")

    def send_empty(self):
        self.reply(b" \n")

    def send_zipped(self):
        self.reply(gzip.compress(HTML), Content_Encoding="gzip")

    def send_bomb(self):
        self.reply(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")

    def send_cut(self):
        self.reply(gzip.compress(HTML)[:-9], Content_Encoding="gzip")

    def send_odd(self):
        self.reply(b"?", Content_Encoding="br")

    def send_slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.drip(b"a")

    def send_slow_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip(b"a")

    def drip(self, drop):
        try:
            for _ in range(60):
                self.wfile.write(drop)
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass  # hung up on, as it should be


def serving(wrap=None):
    handler = type("Own", (Handler,), {"seen": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if wrap:
        server.socket = wrap(server.socket)
        server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def server():
    running = serving()
    yield running
    running.shutdown()
    running.server_close()


def at(server, path, host="127.0.0.1"):
    return f"http://{host}:{server.server_port}/{path}"


def local(_host, _port):
    return ["127.0.0.1"]


def test_a_page_with_its_final_address_and_type(server):
    page = fetch(at(server, "moved#part"), allow_private=True)
    assert page.address == at(server, "page?from=moved")
    assert (page.content, page.content_type) == (HTML, "text/html; charset=utf-8")


def test_it_says_who_asks_and_keeps_no_cookies(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.RequestHandlerClass.seen.clear()
    fetch(at(server, "moved", host="articles.example"), allow_private=True, resolve=local)
    (_, first), (_, second) = server.RequestHandlerClass.seen
    assert first["User-Agent"] == "Footnote/0.1"
    assert first["Host"] == f"articles.example:{server.server_port}"
    assert not {"Cookie", "Referer", "Authorization"} & {*first, *second}


def test_packed_content_is_unpacked_and_types_are_recognised(server):
    assert fetch(at(server, "zipped"), allow_private=True).content == HTML
    assert fetch(at(server, "unnamed-pdf"), allow_private=True).content_type == "application/pdf"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("missing", "no such page"),
        ("login", "asks for a login"),
        ("broken", "error 500"),
        ("loop", "more than 5 times"),
        ("nowhere", "redirects"),
        ("to-file", "not an http or https"),
        ("picture", "image/png, which is no article"),
        ("unnamed-program", "which is no article"),
        ("empty", "is empty"),
        ("bomb", "larger than 20 MB"),
        ("cut", "incomplete"),
        ("odd", "not asked for"),
    ],
)
def test_what_cannot_be_added_is_told_in_one_sentence(server, path, told):
    with pytest.raises(BadInputError, match=told) as refusal:
        fetch(at(server, path), allow_private=True)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("path", ["slow", "slow-head"])
def test_a_page_that_drips_is_left_in_time(server, path):
    started = time.monotonic()
    with pytest.raises(BadInputError, match=r"longer than 0\.4 seconds"):
        fetch(at(server, path), allow_private=True, limits=Limits(seconds=0.4))
    assert time.monotonic() - started < 2.5


def test_a_page_without_end_is_cut_off(server):
    with pytest.raises(BadInputError, match="larger than"):
        fetch(at(server, "page"), allow_private=True, limits=Limits(bytes=20))


def test_a_port_where_nobody_answers():
    server = serving()
    server.shutdown()
    server.server_close()
    with pytest.raises(BadInputError, match="could not be reached"):
        fetch(at(server, ""), allow_private=True)


def test_a_name_that_does_not_exist():
    def unknown(_host, _port):
        raise OSError("no such name")

    with pytest.raises(BadInputError, match="could not be found"):
        fetch("https://nowhere.example/", resolve=unknown)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "169.254.169.254", "0.0.0.0", "2130706433", "0x7f.1", "017700000001",
     "[::ffff:127.0.0.1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "[fec0::1]", "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_what_is_private_is_not_reached(server, host):
    server.RequestHandlerClass.seen.clear()
    with pytest.raises(BadInputError, match=r"is a private address.*save the page as a file instead"):
        fetch(at(server, "page", host=host))
    assert server.RequestHandlerClass.seen == []


def test_a_name_that_stands_for_a_private_address_even_among_others(server):
    for found in (["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"]):
        with pytest.raises(BadInputError, match=r"articles\.example is a private address"):
            fetch(at(server, "page", host="articles.example"), resolve=lambda *_, found=found: found)


def test_a_redirect_to_a_private_address(server, monkeypatch):
    server.RequestHandlerClass.seen.clear()
    monkeypatch.setattr("index.fetch.is_public", lambda one: one == "127.0.0.1")  # this server stands for the public one
    names = {"outside.example": ["127.0.0.1"], "inside.example": ["10.0.0.7"]}
    with pytest.raises(BadInputError, match=r"inside\.example is a private address \(10\.0\.0\.7\)"):
        fetch(at(server, "to-private", host="outside.example"), resolve=lambda host, _port: names[host])
    assert [path for path, _ in server.RequestHandlerClass.seen] == ["/to-private"]


def test_a_name_is_resolved_once_so_that_it_cannot_change_its_mind(server):
    asked = []

    def changing(host, _port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.7"]

    assert fetch(at(server, "page", host="a.example"), allow_private=True, resolve=changing).content == HTML
    assert asked == ["a.example"]


def test_the_next_address_is_tried_when_the_first_is_dead(server):
    page = fetch(at(server, "page", host="a.example"), allow_private=True, resolve=lambda *_: ["::1", "127.0.0.1"])
    assert page.content == HTML


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://example.org/a", "not an http or https"),
        ("file:///etc/passwd", "not an http or https"),
        ("javascript:alert(1)", "not a web address"),
        ("http://me:secret@example.org/", "user name or password"),
        ("http://", "names no host"),
        ("http://example.org:99999/", "port that does not exist"),
        ("http://a\nb/", "not a web address"),
        ("http://127.0.0.1%00.example.org/", "could not be found|not a web address"),
    ],
)
def test_what_is_no_web_address(address, told):
    with pytest.raises(BadInputError, match=told) as refusal:
        fetch(address)
    assert "secret" not in str(refusal.value)


def test_a_certificate_nobody_vouches_for(tmp_path):
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=a.example -keyout key.pem -out cert.pem"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server = serving(lambda plain: context.wrap_socket(plain, server_side=True))
    try:
        with pytest.raises(BadInputError, match=r"cannot be trusted \(its certificate: self.signed certificate\)"):
            fetch(f"https://a.example:{server.server_port}/page", allow_private=True, resolve=local)
    finally:
        server.shutdown()
        server.server_close()


def test_the_system_reads_odd_spellings_and_only_addresses_are_public():
    assert addresses_of("2130706433", 80) == ["127.0.0.1"]
    assert is_public("8.8.8.8")
    assert is_public("64:ff9b::808:808")
    assert not is_public("example.org")


def test_endings_for_content_types():
    assert suffix_of("text/HTML; charset=x") == ".html"
    assert suffix_of("text/x-log") == ".txt"
    assert suffix_of("video/mp4") is None
