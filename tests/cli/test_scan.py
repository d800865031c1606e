"""`docforensics scan`, `link` and `purge`, from a folder to clusters and back."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.batch import scan
from docforensics.batch.pool import Batch, LocalPool
from docforensics.batch.summary import totals
from docforensics.batch.work import ScanTask
from docforensics.cli.program import main
from docforensics.cli.scan import counts
from docforensics.errors import ResourceCorruptError


def test_a_folder_is_scanned_linked_and_purged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts on standard output, a summary page, links under a key of one's own, and nothing left of them in the end."""
    folder, out, key = tmp_path / "in", tmp_path / "out", tmp_path / "key"
    folder.mkdir()
    cv2.imwrite(str(folder / "blank.png"), np.full((120, 170), 200, np.uint8))
    (folder / "text.jpg").write_text("no picture", encoding="utf-8")
    words = [
        "scan",
        str(folder),
        "-o",
        str(out),
        "--workers",
        "1",
        "--retain-links",
        "--link-key",
        str(key),
        "--json",
    ]
    assert main(words) == 3
    told = json.loads(capsys.readouterr().out)
    (reason,) = told.pop("failed").values()
    assert "give JPEG" in reason
    assert told == {
        "total": 2,
        "held_before": 0,
        "outcomes": {"failed": 1, "INCONCLUSIVE": 1},
        "inconclusive": {"not_a_document": 1},
    }
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "could not be examined" in page.lower()
    assert ">no evidence<" in page, "a blank page has no score"
    assert '<option value="not_a_document">no document found (1)</option>' in page
    assert main(words[:-1]) == 0
    told = capsys.readouterr().out
    assert "2 of 2 documents: 2 held before" in told
    assert f"{out} holds 2 documents: 1 inconclusive (1 no document found), 1 failed" in told
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["held"] == {"failed": 1, "INCONCLUSIVE": 1}
    assert main(["link", str(out)]) == 0
    told = capsys.readouterr().out
    assert "0 of 1 documents could be compared (0 by number, 0 by identity, 0 by portrait" in told
    assert "0 of 1 documents in 0 clusters" in told
    assert main(["purge", str(out)]) == 0
    assert not list(out.glob("link*/*"))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["scan", "nowhere", "-o", "{out}"], "no such file"),
        (["scan", "{here}", "-o", "{out}", "--retain-links"], "go together"),
        (["scan", "{here}", "-o", "{out}", "--retain", "all"], "retain: expected one of"),
        (["scan", "{here}", "-o", "{out}", "--engine", "abacus", "--workers", "1"], "abacus"),
        (["scan", "{here}", "-o", "{out}", "--mrz-engine", "abacus", "--workers", "1"], "abacus"),
        (["link", "{out}"], "holds no results"),
        (["purge", "{out}"], "holds no results"),
    ],
)
def test_a_mistake_is_told_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], text: str
) -> None:
    """In words, exit code 2."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").touch()
    told = [word.format(out=tmp_path / "out", here=tmp_path / "in") for word in words]
    assert main(told) == 2
    assert text in capsys.readouterr().err


def test_engine_local_or_ray_is_taken_as_the_executor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a note on standard error: `--engine` names the MRZ engine now, and no MRZ engine bears these names."""
    (tmp_path / "text.jpg").write_text("no picture", encoding="utf-8")
    words = ["scan", str(tmp_path / "text.jpg"), "-o", str(tmp_path / "out"), "--workers", "1"]
    assert main([*words, "--engine", "local"]) == 3
    assert "--engine local is now --executor local" in capsys.readouterr().err
    assert main([*words, "--executor", "local"]) == 0


@pytest.mark.parametrize(
    "wrong", [["--memory-limit", "lots"], ["--workers", "0"], ["--inspected-on", "today"]]
)
def test_a_value_that_makes_no_sense_is_refused(tmp_path: Path, wrong: list[str]) -> None:
    """By the parser, exit code 2."""
    with pytest.raises(SystemExit) as caught:
        main(["scan", str(tmp_path), "-o", str(tmp_path / "out"), *wrong])
    assert caught.value.code == 2


def test_a_bad_model_stops_the_scan_with_exit_code_4_and_how_to_resume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error and one sentence; the summary page is not written anew."""
    (tmp_path / "text.jpg").write_text("no picture", encoding="utf-8")

    def stopped(_: scan.Scan) -> Iterator[None]:
        raise ResourceCorruptError("models/x is not the file that MANIFEST.toml names")

    monkeypatch.setattr(scan.Scan, "run", stopped)
    assert main(["scan", str(tmp_path / "text.jpg"), "-o", str(tmp_path / "out")]) == 4
    told = capsys.readouterr()
    assert "models/x is not the file" in told.err
    assert "0 of 1 documents" in told.err
    assert "give the same command again" in told.err
    assert told.out == ""
    assert not (tmp_path / "out" / "index.html").exists()


def test_an_interrupted_scan_says_what_is_kept_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with exit code 130; the count is that of the rows that were written."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_text("no picture", encoding="utf-8")
    words = ["scan", str(folder), "-o", str(out), "--workers", "1"]
    run = LocalPool.run

    def interrupted(pool: LocalPool, tasks: Iterable[ScanTask]) -> Iterator[Batch]:
        yield next(iter(run(pool, tasks)))
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(LocalPool, "run", interrupted)
        assert main(words) == 130
    kept = totals(str(out)).count
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "interrupted" in line]
    assert 1 <= kept <= 3
    assert f"{kept} of 3 documents are kept in {out}; the same command goes on" in line
    main(words)
    assert (
        f"3 of 3 documents: {f'{3 - kept} failed, ' if kept < 3 else ''}{kept} held before"
        in capsys.readouterr().out
    )


def test_the_first_documents_that_failed_are_named_with_their_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody should have to open a table to learn why the one file was not examined."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.jpg").write_text("no picture", encoding="utf-8")
    assert main(["scan", str(folder), "-o", str(tmp_path / "out"), "--workers", "1"]) == 3
    told = capsys.readouterr().out.splitlines()
    named = [line for line in told if line.startswith("  not examined: ")]
    assert len(named) == 5
    assert all(".jpg: " in line and "unknown format" in line for line in named)
    assert "  and 2 more, which the results name" in told


def test_the_counts_say_why_documents_are_inconclusive() -> None:
    """The most frequent reason first, in words."""
    progress = scan.Progress(
        total=9,
        outcomes={"CLEAR": 2, "INCONCLUSIVE": 6, "failed": 1},
        first_whys={"no_mrz": 1, "no_template": 4, "unreadable": 1},
    )
    assert counts(progress) == (
        "9 of 9 documents: 2 clear, 6 inconclusive (4 no reference template, 1 no machine readable zone, 1 not readable for "
        "certain), 1 failed"
    )
