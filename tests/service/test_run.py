"""The service as a process: a newcomer's two commands, a kill, TLS, a proxy that signs people in."""

import ipaddress
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from docforensics.errors import UsageError
from docforensics.service.keys import Scope
from docforensics.service.run import Listening, load_proxy, policies_in
from docforensics.service.settings import ProxySettings, ServiceSettings
from docforensics.service.upkeep import add_key
from tests.service.client import KEY, PLACE, served

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "sample_docs/documents/td3-2-0021-border-reader/data-page-white.jpg"
PATIENCE = 60
LOOPBACK = ipaddress.ip_address("127.0.0.1")


def free_port() -> int:
    """Find a port that nobody has now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(holds: Callable[[], object], process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Wait until something holds, as long as a process runs."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        assert process is None or process.poll() is None
        time.sleep(0.05)


def is_alive(address: str) -> bool:
    """Whether the service answers."""
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def started(*command: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a process, and end it."""
    process = subprocess.Popen([sys.executable, *command], stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.usefixtures("in_extras")
def test_two_commands_examine_a_specimen(tmp_path: Path) -> None:
    """Start it, and send a page with curl; then stop it as a system does. The key it made opens nothing to others."""
    port, data = free_port(), tmp_path / "data"
    address = f"http://127.0.0.1:{port}"
    told = ("--data", str(data), "--port", str(port), "--workers", "1", "--retain-days", "7")
    with started("-m", "docforensics", "serve", *told, "--key-file", str(tmp_path / "key")) as process:
        until(lambda: is_alive(address), process)
        header = data / "first-key"
        assert header.stat().st_mode & 0o777 == 0o600
        asked = ["-F", f"visible=@{PAGE}", "-F", "channel=scanner", "-F", "inspected_on=2026-11-24"]
        command = ["curl", "--silent", "--fail", "-H", f"@{header}", *asked, f"{address}{PLACE}"]
        done = subprocess.run(command, capture_output=True, check=True)
        assert b'"document_number": "EF2469188"' in done.stdout
        assert httpx.get(f"{address}/version").json()["desk"] is True
        second = [
            sys.executable,
            "-m",
            "docforensics",
            "serve",
            *told[:2],
            "--port",
            "0",
            "--key-file",
            str(tmp_path / "key"),
        ]
        refused = subprocess.run(second, capture_output=True, text=True, cwd=ROOT, check=False)
        assert (refused.returncode, "another service runs" in refused.stderr) == (2, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_a_killed_service_loses_no_accepted_document_and_doubles_none(tmp_path: Path) -> None:
    """Killed in the midst and started again: each has one result."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = ServiceSettings(data=tmp_path / "data", key=KEY)
    _, token = add_key(settings, "tester", ["examine"], post="north", days=None)
    headers = {"Authorization": f"Bearer {token}", "Prefer": "respond-async"}
    script = str(Path(__file__).parent / "serve_odd.py")
    with started(script, str(tmp_path), str(port)) as process:
        until(lambda: is_alive(address), process)
        places = []
        for _ in range(12):
            answer = httpx.post(f"{address}{PLACE}", headers=headers, files={"visible": b"wait 0.2"})
            assert answer.status_code == 202
            places.append(answer.headers["location"])
        os.kill(process.pid, signal.SIGKILL)
    with started(script, str(tmp_path), str(port)) as process:
        until(lambda: is_alive(address), process)
        until(lambda: all(httpx.get(address + place, headers=headers).status_code == 200 for place in places))
        items = httpx.get(f"{address}{PLACE}", headers=headers, params={"limit": 200}).json()["items"]
    assert sorted(item["id"] for item in items) == sorted(place.rpartition("/")[2] for place in places)
    assert {(item["state"], item["outcome"]) for item in items} == {("done", "CLEAR")}
    log = (tmp_path / "data/audit.jsonl").read_text()
    assert all(log.count(f'"examine", "by": "service", "of": "{item["id"]}"') == 1 for item in items)


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate of 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(LOOPBACK)]), critical=False
        )
    )
    files = folder / f"{name}.pem", folder / f"{name}.key"
    pem = serialization.Encoding.PEM
    files[0].write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(pem))
    files[1].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


@pytest.mark.usefixtures("in_extras")
def test_tls_shows_its_certificate_and_asks_for_that_of_the_client(tmp_path: Path) -> None:
    """Without one of the authority no request is taken in."""
    server, client = _certificate(tmp_path, "server"), _certificate(tmp_path, "client")
    port = free_port()
    told = ("--tls-cert", str(server[0]), "--tls-key", str(server[1]), "--client-ca", str(client[0]))
    command = ("-m", "docforensics", "serve", "--data", str(tmp_path / "d"), "--port", str(port), *told)
    trusting = ssl.create_default_context(cafile=str(server[0]))
    known = ssl.create_default_context(cafile=str(server[0]))
    known.load_cert_chain(*client)

    def answers(context: ssl.SSLContext) -> bool:
        try:
            return httpx.get(f"https://localhost:{port}/healthz", verify=context).status_code == 200
        except httpx.HTTPError:
            return False

    with started(*command, "--workers", "1"):
        until(lambda: answers(known))
        assert not answers(trusting)
        assert not is_alive(f"http://localhost:{port}")


def test_a_trusted_proxy_names_people_and_nobody_else_does(tmp_path: Path) -> None:
    """Its groups decide what they may do; no name of them is kept."""
    proxy = ProxySettings(
        addresses=frozenset({"127.0.0.1"}),
        user_header="X-Forwarded-User",
        scopes={"officers": frozenset({"examine"}), "second-line": frozenset({"review"})},
        post="north",
    )
    alice = {"X-Forwarded-User": "alice@example.org", "X-Forwarded-Groups": "officers, visitors"}
    bob = {"X-Forwarded-User": "bob@example.org", "X-Forwarded-Groups": "visitors"}
    with served(tmp_path, proxy=proxy, retain_days=1, key=KEY) as one:
        place = one.post("refer", alice).headers["location"]
        assert one.http.get(place, headers=alice).status_code == 200
        assert one.http.get(place, headers=bob).status_code == 403
        assert one.http.get(place, headers={**bob, "X-Forwarded-Groups": "officers"}).status_code == 404
        assert one.http.get(place, headers={**bob, "X-Forwarded-Groups": "second-line"}).status_code == 200
        assert one.http.get(place).status_code == 401
        assert one.http.get("/desk/", headers=bob).status_code == 403
        assert (
            'class="result">REFER<'
            in one.http.get("/desk/", headers={**bob, "X-Forwarded-Groups": "second-line"}).text
        )
        token = {"token": one.token("review")["Authorization"].split()[1]}
        for scheme in ("http", "https"):
            answer = one.http.post("/desk/sign-in", data=token, headers={"X-Forwarded-Proto": scheme})
            assert ("Secure" in answer.headers["set-cookie"]) == (scheme == "https")
        settings = one.parts.settings
    everything = b"".join(file.read_bytes() for file in settings.data.rglob("*") if file.is_file())
    assert b"alice" not in everything
    elsewhere = replace(proxy, addresses=frozenset({"192.0.2.1"}))
    with served(tmp_path, proxy=elsewhere, retain_days=1, key=KEY) as one:
        assert one.post("refer", alice).status_code == 401


def test_a_proxy_is_stated_in_a_file(tmp_path: Path) -> None:
    """What does not fit is named."""
    file = tmp_path / "proxy.toml"
    told = 'addresses = ["127.0.0.1"]\nuser_header = "X-User"\n[scopes]\nofficers = ["examine"]\n'
    file.write_text(told)
    assert load_proxy(file).scopes["officers"] == {Scope.EXAMINE}
    for wrong in (told.replace("127.0.0.1", "everywhere"), told.replace("examine", "all"), "x = 1"):
        file.write_text(wrong)
        with pytest.raises(UsageError, match="--proxy"):
            load_proxy(file)


def test_policies_are_named_by_their_files(tmp_path: Path) -> None:
    """Beside the shipped ones; one that cannot be read is refused at the start."""
    assert {"balanced", "high-security"} <= set(policies_in(None))
    (tmp_path / "mine.toml").write_text((ROOT / "models/policy/balanced.toml").read_text())
    assert policies_in(tmp_path)["mine"] == str(tmp_path / "mine.toml")
    (tmp_path / "broken.toml").write_text("x")
    with pytest.raises(UsageError):
        policies_in(tmp_path)
    with pytest.raises(UsageError, match="no folder"):
        policies_in(tmp_path / "none")


def test_what_would_listen_wrongly_is_refused_or_named() -> None:
    """Half of TLS; an address that others reach in clear."""
    for wrong in ({"certificate": Path("a")}, {"client_ca": Path("a")}):
        with pytest.raises(UsageError, match="--tls-cert"):
            Listening(**wrong)
    assert Listening(host="0.0.0.0").is_in_clear  # noqa: S104 (that is what it says)
    assert not any(Listening(host=host).is_in_clear for host in ("127.0.0.1", "::1", "localhost"))
    assert Listening(host="::1").address == "http://[::1]:8117"
