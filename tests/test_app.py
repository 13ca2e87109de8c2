"""What the app says and how it ends, run as a user runs it."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from filelock import FileLock
from serving import PATIENCE_SECONDS, ROOT, free_port, start

ARTICLE = "The lighthouse\n\nThe lighthouse on Kettle Point was lit for the first time on 3 May 1881.\n"


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "lighthouse.txt").write_text(ARTICLE)
    return folder


@pytest.fixture
def port():
    return free_port()


def refused(tmp_path, *arguments):
    with start(tmp_path, *arguments) as app:
        try:
            out, err = app.communicate(timeout=PATIENCE_SECONDS)
        finally:
            app.kill()
    assert app.returncode == 2
    assert out == ""
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1
    return err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_only_loopback_is_served_while_there_are_no_accounts(tmp_path, articles, host):
    told = refused(tmp_path, "--articles", articles, "--host", host)
    assert host in told
    assert "no accounts" in told


def test_a_port_in_use_is_named_with_the_flag_that_changes_it(tmp_path, articles):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        told = refused(tmp_path, "--articles", articles, "--port", number)
    assert f"port {number}" in told
    assert "--port" in told


def test_a_port_that_does_not_exist(tmp_path, articles):
    assert "--port 70000 does not exist" in refused(tmp_path, "--articles", articles, "--port", 70000)


def test_a_second_app_on_one_data_folder(tmp_path, articles, port):
    (tmp_path / "data").mkdir()
    with FileLock(tmp_path / "data" / "app.lock"):
        told = refused(tmp_path, "--articles", articles, "--port", port)
    assert "another Footnote app" in told
    assert "--data" in told


def test_an_unknown_engine(tmp_path, articles):
    told = refused(tmp_path, "--articles", articles, "--engine", "oracle")
    assert "'oracle'" in told
    assert "extractive" in told


def test_a_folder_that_is_not_there(tmp_path):
    assert "is not a folder" in refused(tmp_path, "--articles", tmp_path / "nowhere")


def test_an_empty_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    told = refused(tmp_path, "--articles", tmp_path / "empty")
    assert "holds no" in told
    assert ".txt" in told


def served(tmp_path, *arguments):
    """Start the app and return it with its first line, which comes once the page is served."""
    app = start(tmp_path, *arguments)
    return app, app.stdout.readline()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_and_another_folder_is_refused_afterwards(tmp_path, articles, port, number):
    app, line = served(tmp_path, "--articles", articles, "--port", port, "--engine", "extractive")
    try:
        assert line == f"Footnote is at http://127.0.0.1:{port}/\n"
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS):
            pass
        app.send_signal(number)
        out, err = app.communicate(timeout=PATIENCE_SECONDS)
    finally:
        app.kill()
        app.wait()
    assert app.returncode == 0
    assert (out, err) == ("", "")
    with FileLock(tmp_path / "data" / "app.lock", timeout=0):
        pass


def test_the_page_answers_under_a_local_name_only(tmp_path, articles, port):
    app, _ = served(tmp_path, "--articles", articles, "--port", port, "--engine", "extractive")
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as stream:
            stream.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
            reply = stream.makefile("rb").read()
    finally:
        app.terminate()
        app.communicate(timeout=PATIENCE_SECONDS)
    assert reply.startswith(b"HTTP/1.1 421")
    assert b"lighthouse" not in reply


def test_a_form_on_another_page_cannot_send_files(tmp_path, articles, port):
    app, _ = served(tmp_path, "--articles", articles, "--port", port, "--engine", "extractive")
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as stream:
            head = f"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://evil.example\r\n"
            stream.sendall(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
            reply = stream.makefile("rb").read()
    finally:
        app.terminate()
        app.communicate(timeout=PATIENCE_SECONDS)
    assert reply.startswith(b"HTTP/1.1 403")
    assert not (tmp_path / "data" / "uploads").exists()


def test_an_address_of_ours_refuses_another_method_in_words(tmp_path, articles, port):
    app, _ = served(tmp_path, "--articles", articles, "--port", port, "--engine", "extractive")
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as stream:
            stream.sendall(f"GET /library/file HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            reply = stream.makefile("rb").read()
    finally:
        app.terminate()
        _, errors = app.communicate(timeout=PATIENCE_SECONDS)
    assert reply.startswith(b"HTTP/1.1 405")
    assert "Traceback" not in errors


def test_articles_of_another_folder_are_not_mixed_in(tmp_path, articles):
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(ARTICLE)
    data = str(tmp_path / "data")
    command = [sys.executable, "-m", "index", "sync", str(articles), "--data", data]
    # The sync would fetch the embedder; an unusable folder for it keeps this test quick and off the network.
    settings = os.environ | {"FOOTNOTE_EMBEDDER": str(articles)}
    subprocess.run(command, cwd=ROOT, env=settings, timeout=PATIENCE_SECONDS, capture_output=True, check=False)
    told = refused(tmp_path, "--articles", other)
    assert str(articles.resolve()) in told
    assert "--replace" in told
