"""Whatever answers in place of a server of this version, commands say so in a sentence."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from app import VERSION
from app.cli.main import app
from app.cli.remote import Refused, Unreachable
from app.errors import Problem
from tests.cli.warm import paygraph

KEY = "sk_test_" + "x" * 43
JSON, HTML = "application/json", "text/html; charset=utf-8"


@contextmanager
def answering(status: int, kind: str, body: bytes, *, version: str | None = None) -> Iterator[str]:
    """A server that answers every request alike, but for `/healthz` if it has a version; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.say(status, kind, body)

        def do_GET(self) -> None:
            if version is not None and self.path == "/healthz":
                self.say(200, JSON, json.dumps({"status": "ok", "version": version}).encode())
            else:
                self.say(status, kind, body)

        def say(self, status: int, kind: str, body: bytes) -> None:
            if not status:
                return
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


COMMANDS = (["trigger", "customer.created"], ["events", "resend", "evt_1"], ["logs", "tail", "--no-follow"])
STRANGE = {
    "a page": (200, HTML, b"<html>", "no paygraph: it answers with text/html and status 200."),
    "a proxy without its server": (502, HTML, b"Bad gateway", "no paygraph: it answers with text/html and status 502."),
    "nothing": (200, "", b"", "no paygraph: it answers with nothing and status 200."),
    "no answer": (0, "", b"", "does not answer: Server disconnected without sending a response."),
    "another's JSON": (404, JSON, b'["no"]', "no paygraph: it answers with JSON that is no object, and status 404."),
    "an empty object": (200, JSON, b"{}", "no paygraph: it answers without data."),
    "null": (200, JSON, b'{"data": null}', "no paygraph: it answers without data."),
    "null for each field": (
        200,
        JSON,
        b'{"data": {"events": null, "eventResend": null, "requestLogs": null}}',
        "no paygraph: it answers without data.",
    ),
    "errors without messages": (
        400,
        JSON,
        b'{"errors": ["no"]}',
        "no paygraph: it answers with errors that are none of a graph's.",
    ),
    "a word for errors": (
        400,
        JSON,
        b'{"errors": "no"}',
        "no paygraph: it answers with errors that are none of a graph's.",
    ),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("strange", STRANGE)
def test_what_is_no_paygraph_is_said_to_be_none(strange: str, command: list[str]) -> None:
    status, kind, body, sentence = STRANGE[strange]
    with answering(status, kind, body) as url:
        caught = CliRunner().invoke(app, [*command, "--url", url, "--key", KEY]).exception
    assert isinstance(caught, Unreachable)
    assert caught.message.startswith(f"{url} ")
    assert sentence in caught.message


@pytest.mark.parametrize("command", [*COMMANDS, ["listen"]], ids=" ".join)
def test_the_servers_sentence_is_told(command: list[str]) -> None:
    body = b'{"errors": [{"message": "Not with this key.", "extensions": {"code": "FORBIDDEN"}}], "data": null}'
    with answering(403, JSON, body) as url:
        caught = CliRunner().invoke(app, [*command, "--url", url, "--key", KEY]).exception
    assert isinstance(caught, Refused)
    assert (caught.message, caught.code) == ("Not with this key.", "FORBIDDEN")


@pytest.mark.parametrize("command", [*COMMANDS, ["listen"]], ids=" ".join)
@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("9.9.9", f" The server is paygraph 9.9.9 and this command is paygraph {VERSION}: use those of one version"),
        (None, f" The server is of another version and this command is paygraph {VERSION}: use those of one version"),
        (VERSION, ""),
    ],
)
def test_a_server_of_another_version_is_said_to_be_so(version: str | None, sentence: str, command: list[str]) -> None:
    unknown = {"message": "Cannot query field 'x'.", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}
    with answering(400, JSON, json.dumps({"errors": [unknown]}).encode(), version=version) as url:
        caught = CliRunner().invoke(app, [*command, "--url", url, "--key", KEY]).exception
    assert isinstance(caught, Problem)
    assert caught.message == f"Cannot query field 'x'.{sentence}{' together.' if sentence else ''}"


def test_what_is_told_does_not_steer_the_terminal() -> None:
    body = json.dumps({"errors": [{"message": "\x1b[31mRed.\x07"}]}).encode()
    with answering(400, JSON, body) as url:
        assert paygraph("events", "resend", "evt_1", "--url", url, "--key", KEY) == (1, "", " [31mRed. \n")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://[::1", "http://127.0.0.1:99999", "http://a b", "http://"])
def test_what_is_no_address_is_told(url: str) -> None:
    assert paygraph("events", "resend", "evt_1", "--url", url, "--key", KEY) == (
        1,
        "",
        f"The server cannot be '{url}' (--url, or PAYGRAPH_URL): give a web address, such as http://127.0.0.1:8000.\n",
    )


def test_what_cannot_be_sent_as_a_key_is_told() -> None:
    status, out, err = paygraph("events", "resend", "evt_1", "--key", "sk_tést")
    assert (status, out) == (1, "")
    assert err == "What was given as API key (--key, or PAYGRAPH_KEY) is not one. Copy it whole.\n"
