"""The server answers its own page on this machine, and nobody else."""

import http.client
import json
import os
import selectors
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.editing.server import ADDRESS, MOST_BYTES, EditServer
from docforensics.editing.session import EditSession
from docforensics.parsing import plain
from docforensics.templates.model import Template
from docforensics.templates.store import load_template, save_template


@pytest.fixture(name="server")
def fixture_server(session: EditSession) -> Iterator[EditServer]:
    """Answering."""
    with EditServer(session).serving() as server:
        yield server


def ask(
    server: EditServer, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, bytes, Any]:
    """Send one request as our page would, but for `headers`, where an empty one is left out; status, content, headers."""
    host, _, port = server.host.partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    ours = {"Host": server.host}
    if method == "POST":
        ours |= {
            "Origin": f"http://{server.host}",
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
        }
    sent = {**ours, **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(data or None)
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers
    connection.close()
    return found


def below(server: EditServer, name: str = "") -> str:
    """A path with the secret."""
    return server.url.removeprefix(f"http://{server.host}") + name


def sent(server: EditServer, **changes: Any) -> dict[str, Any]:
    """A request with the third place changed."""
    places = plain(server.session.places)
    places[2].update(changes)
    return {"places": places, "revision": server.session.revision}


def test_it_listens_on_this_machine_alone(server: EditServer) -> None:
    """Not on the addresses by which others reach it."""
    assert server.host.startswith(f"{ADDRESS}:")
    assert server._http.socket.getsockname()[0] == "127.0.0.1"


def test_the_page_and_its_pictures_are_served(server: EditServer) -> None:
    """With a policy that admits nothing else, kept nowhere."""
    status, page, headers = ask(server, "GET", below(server))
    assert status == 200
    assert b"Places of UTO-I-1-2024" in page
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    for light in ("visible", "uv"):
        status, data, headers = ask(server, "GET", below(server, f"{light}.png"))
        assert (status, headers["Content-Type"]) == (200, "image/png")
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        assert picture.shape == (432, 685, 3)


def test_what_varies_is_veiled_on_the_pictures(server: EditServer) -> None:
    """As `template show` draws it."""
    _, data, _ = ask(server, "GET", below(server, "visible.png"))
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    bare = server.session.opened.template.references["visible"].mean[..., ::-1]  # type: ignore[index]
    assert np.array_equal(picture[:90], bare[:90])
    assert np.array_equal(picture[110:300, 50:220], bare[110:300, 50:220] // 2 + 96)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/save", "/favicon.ico", "//", ""])
def test_without_the_secret_nothing_is_answered(method: str, path: str, server: EditServer) -> None:
    """Whatever is asked for."""
    status, said, _ = ask(server, method, path or "/?", sent(server))
    assert status == 403
    assert b"Places" not in said
    assert server.session.revision == 0


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1:1", ""])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_host_is_refused(host: str, method: str, server: EditServer) -> None:
    """A name of the outside may be made to point at this machine."""
    status, _, _ = ask(server, method, below(server, "save" * (method == "POST")), sent(server), Host=host)
    assert status == 421
    assert server.session.revision == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Length": ""}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "1e3"}, 411),
        ({"Content_Length": str(MOST_BYTES + 1)}, 413),
        ({"Content_Length": "9" * 5000}, 413),
        ({"Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_a_request_of_another_page_or_too_large_is_refused(
    headers: dict[str, str], status: int, server: EditServer
) -> None:
    """Before its body is read."""
    assert ask(server, "POST", below(server, "save"), sent(server, name="x"), **headers)[0] == status
    assert server.session.revision == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b'{"places": 1}', b"\xff", b'{"places":' + b"[" * 5000 + b"]" * 5000 + b"}"],
)
def test_a_body_that_is_no_request_is_refused(body: bytes, server: EditServer) -> None:
    """With a sentence, and the server goes on."""
    assert ask(server, "POST", below(server, "save"), body)[0] == 400
    assert ask(server, "POST", below(server, "check"), sent(server))[0] == 200


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..%2f..%2ftemplate.json",
        "template.json",
        "/etc/passwd",
        "visible.mean.png",
        "ir.png",
        "save",
    ],
)
def test_no_path_reaches_a_file(name: str, server: EditServer) -> None:
    """Names of the pictures are a closed list, and nothing else is there."""
    assert ask(server, "GET", below(server, name))[0] == 404


def test_unknown_commands_and_methods_are_refused(server: EditServer) -> None:
    """404 and 501."""
    assert ask(server, "POST", below(server, "delete"), sent(server))[0] == 404
    assert ask(server, "PUT", below(server, "save"), sent(server))[0] == 501


def test_a_slow_request_does_not_keep_others_waiting(server: EditServer) -> None:
    """Each has its own thread."""
    host, _, port = server.host.partition(":")
    with socket.create_connection((host, int(port))) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        assert ask(server, "GET", below(server))[0] == 200


def test_it_sleeps_until_it_is_asked_or_left(session: EditSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks for nothing in between, so leaving it waits for no look; with a request that never comes to its end, too."""
    waits: list[float | None] = []

    class Recorded(selectors.DefaultSelector):
        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            waits.append(timeout)
            return super().select(timeout)

    monkeypatch.setattr("socketserver._ServerSelector", Recorded)
    server = EditServer(session)
    with server.serving(), socket.socket() as slow:
        slow.connect((ADDRESS, server._http.server_address[1]))
        slow.sendall(b"GET / HTTP/1.1\r\n")
        assert ask(server, "GET", below(server))[0] == 200
    assert set(waits) == {None}
    with pytest.raises(ConnectionRefusedError):
        ask(server, "GET", below(server))


def test_a_browser_that_goes_away_is_passed_over(
    server: EditServer, capfd: pytest.CaptureFixture[str]
) -> None:
    """And is no error of the program; what is one is reported."""
    for error, reported in ((ConnectionResetError(), False), (ValueError("a fault"), True)):
        try:
            _raise(error)
        except (ConnectionResetError, ValueError):
            server._http.handle_error(None, ("127.0.0.1", 1))
        assert ("a fault" in capfd.readouterr().err) is reported


def _raise(error: Exception) -> None:
    raise error


def test_places_are_validated_and_saved(server: EditServer, folder: Path) -> None:
    """Problems come back as data, with status 200: the page shows them."""
    status, said, _ = ask(server, "POST", below(server, "save"), sent(server, name=""))
    assert status == 200
    assert json.loads(said)["problems"][0]["place"] == 2
    _, said, _ = ask(server, "POST", below(server, "save"), sent(server, name="family-name"))
    assert json.loads(said)["saved"] is True
    assert load_template(folder).feature("family-name")


def test_markup_in_a_template_is_text_on_the_page(server: EditServer) -> None:
    """A template may come from a stranger."""
    note = "</script><script>alert(1)</script><!--"
    assert json.loads(ask(server, "POST", below(server, "save"), sent(server, note=note))[1])["saved"]
    _, page, _ = ask(server, "GET", below(server))
    assert page.count(b"</script>") == 2
    assert b"<script>alert" not in page


@pytest.fixture(name="quick", autouse=True)
def fixture_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often whether a page is open: a test waits for several looks."""
    monkeypatch.setattr("docforensics.editing.server._LOOK_S", 0.01)


def waiting(server: EditServer) -> threading.Thread:
    """A thread that ends with the edit."""
    thread = threading.Thread(target=server.wait, kwargs={"grace_s": 0.05}, daemon=True)
    thread.start()
    return thread


def page_id(page: bytes) -> str:
    """By which a page says that it was closed."""
    return str(json.loads(page.split(b'id="data">')[1].split(b"</script>")[0])["page"])


def test_it_ends_when_the_page_asks_for_it(server: EditServer) -> None:
    """At once."""
    thread = waiting(server)
    ask(server, "GET", below(server))
    assert ask(server, "POST", below(server, "end"), {})[0] == 200
    thread.join(5)
    assert not thread.is_alive()


def test_it_ends_when_the_last_page_was_closed(server: EditServer) -> None:
    """One that was loaded again in between goes on; before the first page is opened nothing ends: both are held for four times as long as an end takes."""
    thread = waiting(server)
    thread.join(0.3)
    first, second = (page_id(ask(server, "GET", below(server))[1]) for _ in range(2))
    ask(server, "POST", below(server, "closed"), {"page": first})
    thread.join(0.3)
    assert thread.is_alive()
    ask(server, "POST", below(server, "closed"), {"page": second})
    thread.join(5)
    assert not thread.is_alive()


def test_a_folder_whose_name_is_no_text_is_shown_and_saved_to(tmp_path: Path, template: Template) -> None:
    """Its bytes are written out; a page that could not be made is not waited for."""
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    save_template(template, folder)
    session = EditSession.open(folder)
    with EditServer(session).serving() as server:
        status, page, _ = ask(server, "GET", below(server))
        assert (status, rb"caf\xe9" in page) == (200, True)
        status, answer, _ = ask(server, "POST", below(server, "save"), sent(server))
        assert (status, json.loads(answer)["saved"]) == (200, True)
        assert r"caf\xe9" in json.loads(answer)["message"]


def test_a_page_that_could_not_be_made_does_not_keep_the_program_waiting(
    server: EditServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody will report that it was closed."""
    monkeypatch.setattr("docforensics.editing.server.page_html", lambda _session, _page: "\udce9")
    with pytest.raises(http.client.HTTPException):
        ask(server, "GET", below(server))
    assert not server._open
