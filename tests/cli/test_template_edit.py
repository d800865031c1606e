"""`docforensics template edit`: serves the page, states what was saved, and refuses what it cannot edit."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from docforensics.cli.program import main
from docforensics.editing.server import EditServer
from docforensics.resources import models_folder
from docforensics.templates.pack import write_pack
from docforensics.templates.store import load_template

UTOPIA = models_folder() / "templates" / "UTO-P-2-2023"


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Path:
    """A copy of Utopia's template."""
    return Path(shutil.copytree(UTOPIA, tmp_path / "utopia"))


@pytest.fixture(name="packed", scope="module")
def fixture_packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a packed file, which nobody writes to."""
    return write_pack(load_template(UTOPIA), tmp_path_factory.mktemp("packed") / "utopia.dftemplate")


def ask(method: str, url: str, sent: dict[str, Any] | None = None) -> str:
    """Send a request as the page does; what was answered."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    headers = {"Content-Type": "application/json", "Origin": f"http://{host}"} if sent is not None else {}
    connection.request(method, f"/{path}", json.dumps(sent) if sent is not None else None, headers)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    assert answer.status == 200, said
    return said


class Browser:
    """Stands in for a person: renames the first place, saves and ends; or ends at once."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.urls: list[str] = []

    def open(self, url: str) -> bool:
        """Act in a thread, as a browser is a program of its own."""
        self.urls.append(url)
        threading.Thread(target=self._act, args=(url,)).start()
        return True

    def _act(self, url: str) -> None:
        data = json.loads(ask("GET", url).split('id="data">')[1].split("</script>")[0])
        if self.name:
            data["places"][0]["name"] = self.name
            ask("POST", f"{url}save", {"places": data["places"], "revision": 0})
        ask("POST", f"{url}end", {})


def test_what_was_edited_is_saved_and_stated(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The address, what saving means, each save, and the result."""
    browser = Browser("photo")
    monkeypatch.setattr("webbrowser.open", browser.open)
    assert main(["template", "edit", str(folder)]) == 0
    said = capsys.readouterr().out
    assert browser.urls[0] in said
    assert "counts of false alarms stay" in said
    assert f"44 places saved to {folder}; its counts of false alarms were removed." in said
    assert said.endswith(f"{folder}: UTO-P-2-2023, 44 places\n")
    template = load_template(folder)
    assert (template.features[0].name, template.counts) == ("photo", ())


def test_json_is_all_that_standard_output_has(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The address goes to standard error; a packed file is edited into a folder."""
    monkeypatch.setattr("webbrowser.open", Browser("photo").open)
    out = tmp_path / "out"
    assert main(["template", "edit", str(packed), "--output", str(out), "--json"]) == 0
    caught = capsys.readouterr()
    assert json.loads(caught.out) == {
        "template": "UTO-P-2-2023",
        "folder": str(out),
        "saved": True,
        "places": 44,
        "counts_removed": True,
        "signature_lost": False,
    }
    assert "Edit UTO-P-2-2023 at http://127.0.0.1:" in caught.err
    assert load_template(out).features[0].name == "photo"


def test_an_edit_that_saves_nothing_writes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even the folder that was named."""
    monkeypatch.setattr("webbrowser.open", Browser().open)
    before = (folder / "template.json").read_bytes()
    assert main(["template", "edit", str(folder), "-o", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.endswith("Nothing was saved.\n")
    assert (folder / "template.json").read_bytes() == before
    assert not (tmp_path / "out").exists()


def test_without_a_browser_the_address_remains(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where none can be opened it is said; with --no-browser none is tried."""
    monkeypatch.setattr(EditServer, "wait", lambda *_: None)
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    assert main(["template", "edit", str(folder)]) == 0
    assert "no browser could be opened" in capsys.readouterr().err
    monkeypatch.setattr("webbrowser.open", lambda _: pytest.fail("a browser was opened"))
    assert main(["template", "edit", str(folder), "--no-browser"]) == 0
    assert "http://127.0.0.1:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("absent", 4, "absent"),
        ("empty", 4, "empty"),
        ("broken", 4, "cannot read template.json"),
        ("no.dftemplate", 4, "expected a template pack"),
        ("good.dftemplate", 2, "is a packed file; name a folder to write with --output"),
        (str(UTOPIA), 2, "comes with this package"),
    ],
)
def test_what_cannot_be_edited_is_refused(
    *,
    name: str,
    code: int,
    text: str,
    folder: Path,
    packed: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the exit codes of the other commands, before a page is served."""
    (tmp_path / "empty").mkdir()
    shutil.copytree(folder, tmp_path / "broken")
    (tmp_path / "broken" / "template.json").write_text("{", encoding="utf-8")
    (tmp_path / "no.dftemplate").write_bytes(b"no pack")
    shutil.copyfile(packed, tmp_path / "good.dftemplate")
    assert main(["template", "edit", str(tmp_path / name), "--no-browser"]) == code
    assert text in capsys.readouterr().err


def test_a_folder_that_is_there_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--output names a new one."""
    assert main(["template", "edit", str(folder), "--output", str(folder), "--no-browser"]) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_it_and_says_what_was_saved(folder: Path) -> None:
    """Exit code 130, as of any command that is interrupted."""
    command = [sys.executable, "-m", "docforensics", "template", "edit", str(folder), "--no-browser"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background ignores Ctrl-C, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (nothing else runs between fork and exec)
    ) as process:
        try:
            assert process.stdout is not None
            while "Ctrl-C ends" not in process.stdout.readline():
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            said, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, said, errors) == (130, "Nothing was saved.\n", "")
