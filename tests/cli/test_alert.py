"""`docforensics alert`: made after what leaves was listed, shown, verified, applied, withdrawn and sent."""

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docforensics.alerts.file import read_alert, write_alert
from docforensics.cli.program import main
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.report.report import Report
from docforensics.resources import models_folder
from tests.alerts.conftest import make_alert, make_keys

ROOT = Path(__file__).parents[2]
FORGED = ROOT / "sample_docs/documents/td3-2-0002-flatbed-data-mechanical-careless/data-page-white.jpg"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A private key and the folder of its public one."""
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def alert(pair: tuple[Path, Path], tmp_path: Path) -> Path:
    """A signed alert that is in force today."""
    made = make_alert(valid_from=date(2020, 1, 1), valid_to=date(2099, 1, 1))
    return write_alert(made, tmp_path / "a.dfalert", private_key=pair[0])


def _json(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert main([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_alert_is_verified_shown_applied_and_withdrawn(
    alert: Path, pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command states what it did."""
    key, keys = pair
    shutil.copytree(models_folder() / "templates", tmp_path / "store")
    verified = _json(capsys, "alert", "verify", alert, "--keys", keys)
    assert verified["alerts"][0]["signed_by"]
    shown = _json(capsys, "alert", "show", alert, "--keys", keys, "-o", tmp_path / "card.html")
    assert shown["alert"]["title"] == "Ring series"
    assert "Signature verified" in (tmp_path / "card.html").read_text(encoding="utf-8")
    applied = _json(capsys, "alert", "apply", tmp_path / "store", alert, "--keys", keys)
    assert [one["what"] for one in applied["applied"]] == ["new"]
    # Its print is made up, so the shipped template does not show it.
    assert len(applied["conflicts"]) == 1
    reason = ("--reason", "wrong", "--sign", key, "--keys", keys, "-o", tmp_path / "w.dfalert")
    assert _json(capsys, "alert", "withdraw", alert, *reason)["revision"] == 2
    applied = _json(capsys, "alert", "apply", tmp_path / "store", tmp_path / "w.dfalert", "--keys", keys)
    assert [one["what"] for one in applied["applied"]] == ["withdrawn"]
    assert main(["alert", "apply", str(tmp_path / "store"), str(alert), "--keys", str(keys)]) == 4
    assert "is older than revision 2" in capsys.readouterr().err


def test_nobody_withdraws_with_another_key(
    alert: Path, pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no file of it is left."""
    (tmp_path / "o").mkdir()
    other, _ = make_keys(tmp_path / "o", 9)
    out = tmp_path / "w.dfalert"
    told = ["--reason", "x", "--sign", str(other), "--keys", str(pair[1]), "-o", str(out)]
    assert main(["alert", "withdraw", str(alert), *told]) == 4
    assert "is not the one that signed the alert" in capsys.readouterr().err
    assert not out.exists()


def test_a_feed_is_extended_pulled_and_applied(
    alert: Path, pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And refused without a trusted key."""
    key, keys = pair
    feed = tmp_path / "feed"
    shutil.copytree(models_folder() / "templates", tmp_path / "store")
    added = _json(capsys, "alert", "feed", feed, "--keys", keys, "--add", alert, "--sign", key)
    assert (added["number"], added["alerts"]) == (1, 1)
    pulled = _json(
        capsys,
        "alert",
        "feed",
        feed,
        "--keys",
        keys,
        "--pull",
        tmp_path / "in",
        "--apply",
        tmp_path / "store",
    )
    assert (pulled["fetched"], len(pulled["applied"])) == (1, 1)
    (tmp_path / "o").mkdir()
    _, strange = make_keys(tmp_path / "o", 9)
    assert main(["alert", "feed", str(feed), "--keys", str(strange), "--pull", str(tmp_path / "in")]) == 4
    assert "no trusted key" in capsys.readouterr().err
    assert main(["alert", "feed", str(feed), "--keys", str(keys)]) == 2


@pytest.mark.parametrize("how", ["changed", "unsigned"])
def test_what_is_not_whole_or_not_signed_is_not_verified(
    alert: Path, pair: tuple[Path, Path], how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4, with the reason."""
    if how == "changed":
        alert.write_bytes(alert.read_bytes()[:-200])
    else:
        write_alert(make_alert(), alert)
    assert main(["alert", "verify", str(alert), "--keys", str(pair[1])]) == 4
    assert "a.dfalert" in capsys.readouterr().err


def test_nothing_leaves_without_a_yes(
    pair: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What would leave is listed; `no` and nobody at the terminal write nothing, `--yes` writes. The one document is examined once."""
    documents: dict[object, Document] = {}
    reports: dict[int, Report] = {}
    read, report = Examiner.read, Examiner.report

    def once(examiner: Examiner, source: Path, **stated: Any) -> Document:
        key = (str(source), *sorted((name, str(value)) for name, value in stated.items()))
        return documents.get(key) or documents.setdefault(key, read(examiner, source, **stated))

    monkeypatch.setattr(Examiner, "read", once)
    monkeypatch.setattr(
        Examiner,
        "report",
        lambda self, document: (
            reports.get(id(document)) or reports.setdefault(id(document), report(self, document))
        ),
    )
    numbers, number_key, out = tmp_path / "numbers.txt", tmp_path / "b.key", tmp_path / "a.dfalert"
    numbers.write_text("UV3144810\nUV3144811\n", encoding="utf-8")
    number_key.write_bytes(bytes(32))
    made = [
        *("alert", "make", str(FORGED), "--channel", "scanner", "--title", "Blanks", "--issuer", "Post A"),
        *("--mark", "60,3,68,9", "--look-for", "A scratch through the title.", "--with", "loupe"),
        *("--numbers", str(numbers), "--number-key", str(number_key), "--number-issuer", "UTO"),
        *("--sign", str(pair[0]), "-o", str(out), "--inspected-on", "2026-11-28"),
    ]
    assert main(made) == 2
    assert "confirm it with --yes" in (listed := capsys.readouterr().err)
    for words in (
        "two pictures of",
        "60,3,68,9 mm",
        "A scratch through the title.",
        "2 numbers of UTO",
        "keyed bloom",
    ):
        assert words in listed
    assert not out.exists()

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert main(made) == 2
    assert not out.exists()
    assert main([*made, "--yes"]) == 0
    alert = read_alert(out)
    assert (alert.title, alert.numbers[0].count, alert.places[0].equipment) == ("Blanks", 2, ("loupe",))


def test_of_a_report_alone_no_alert_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    """It holds no pixels of the page; what to give is stated."""
    report = ROOT / "docs/reference/report-example.json"
    assert main(["alert", "make", str(report), "--title", "x", "--issuer", "y", "--yes"]) == 2
    told = capsys.readouterr().err
    assert "is a report, from which no picture" in told
    assert "--kept-id" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--mark", "1,2,3"], "--mark: expected left,top,right,bottom"),
        (["--mark", "1,2,3,4@moonlight"], "--mark: expected left,top,right,bottom"),
        (["--look-for", "x"], "at most one a --mark"),
        (["--mark", "60,3,68,9", "--with", "magic"], "unknown"),
        (["--mark", "60,3,68,9", "--look-for", "The defect of the press."], "what an officer sees there"),
        (["--mark", "60,3,68,9"], "what an officer sees there"),
        (["--numbers", "none.txt"], "--number-key"),
    ],
)
def test_options_that_do_not_fit_are_named(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what was expected."""
    told = ["--channel", "scanner", "--title", "x", "--issuer", "y", "--yes"]
    assert main(["alert", "make", str(FORGED), *told, *options]) == 2
    assert words in capsys.readouterr().err
