"""`docforensics benchmark`: a folder in, a result, a table and a page out."""

import json
import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.cli.program import main

QUICK = ["--draws", "20", "--workers", "1", "--system", "ela"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six pairs."""
    folder = tmp_path_factory.mktemp("set") / "cards"
    folder.mkdir()
    lines = ["file,label,holder,mask,species"]
    for k in range(6):
        pixels = np.random.default_rng(k).integers(0, 255, (60, 80, 3)).astype(np.uint8)
        cv2.imwrite(str(folder / f"g{k}.png"), pixels)
        pixels[20:40, 20:40] = 200
        cv2.imwrite(str(folder / f"f{k}.png"), pixels)
        mask = np.zeros((60, 80), np.uint8)
        mask[20:40, 20:40] = 255
        cv2.imwrite(str(folder / f"m{k}.png"), mask)
        lines += [f"g{k}.png,genuine,h{k},,", f"f{k}.png,forged,h{k},m{k}.png,<b>|paste"]
    (folder / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def out(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run."""
    folder = tmp_path_factory.mktemp("out")
    assert main(["benchmark", str(data), "-o", str(folder), *QUICK]) == 0
    return folder


def test_a_run_writes_a_result_a_table_plots_and_a_page(out: Path) -> None:
    """Readable by others, not only by their owner."""
    told = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert told["systems"]["ela"]["genuine"] == 6
    assert "| AUC | " in (out / "table.md").read_text(encoding="utf-8")
    assert {file.name for file in (out / "plots").iterdir()} == {"det.svg", "roc.svg"}
    assert (out / "index.html").stat().st_mode & 0o044 == 0o044


def test_the_page_asks_for_nothing_and_escapes_what_a_set_says(out: Path) -> None:
    """No script, no request; a species of `<b>` stays text, and a bar does not break the table."""
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    assert "&lt;b&gt;|paste" in page
    assert page.count("data:image/jpeg;base64,") >= 12
    assert "<b>\\|paste" in (out / "table.md").read_text(encoding="utf-8")


def test_the_same_command_again_gives_the_same_result_from_the_cache(data: Path, out: Path) -> None:
    """Byte for byte, and no answer is written anew."""
    before, kept = (
        (out / "result.json").read_bytes(),
        {f: f.stat().st_mtime_ns for f in (out / "cache").rglob("*.json")},
    )
    assert main(["benchmark", str(data), "-o", str(out), *QUICK]) == 0
    assert (out / "result.json").read_bytes() == before
    assert {f: f.stat().st_mtime_ns for f in (out / "cache").rglob("*.json")} == kept


def test_two_results_are_compared(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table, and as JSON."""
    result = str(out / "result.json")
    assert main(["benchmark", "--compare", result, result, "--draws", "20"]) == 0
    assert "| ela | AUC |" in capsys.readouterr().out
    assert main(["benchmark", "--compare", result, result, "--draws", "20", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 12


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ([], "name a DATASET"),
        (["nowhere"], "no such file"),
        (["{data}", "--system", "nonsense"], "NAME=COMMAND"),
        (["{data}", "--split", "test"], "no document of the split"),
        (["{data}", "--layout", "nonsense"], "expected one of manifest"),
        (["{data}", "--qualities", "0"], "1 to 100"),
        (["{data}", "--as-published", "--longest-side", "9"], "name a quality"),
        (["{data}", "-o", "{data}/manifest.csv"], "cannot be written"),
        (["--compare", "nowhere", "{data}/manifest.csv"], "cannot be read"),
        (["--compare", "{data}/manifest.csv", "{data}/manifest.csv"], "not JSON"),
    ],
)
def test_a_mistake_is_told_before_the_work(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], text: str
) -> None:
    """In words, exit code 2."""
    words = [word.replace("{data}", str(data)) for word in arguments]
    out = [] if "-o" in words else ["-o", str(tmp_path / "out")]
    assert main(["benchmark", *words, *out]) == 2
    assert text in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--qualities", "high"],
        ["--false-alarms", "2"],
        ["--draws", "0"],
        ["--inspected-on", "today"],
        ["--longest-side", "-1"],
    ],
)
def test_a_value_that_makes_no_sense_is_refused(data: Path, wrong: list[str]) -> None:
    """By the parser, exit code 2."""
    with pytest.raises(SystemExit) as caught:
        main(["benchmark", str(data), *wrong])
    assert caught.value.code == 2


def test_a_missing_extra_is_told_before_the_work(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What to install, and nothing written."""
    monkeypatch.setattr("docforensics.cli.benchmark.find_spec", lambda _name: None)
    assert main(["benchmark", str(data), "--system", "ela", "-o", str(tmp_path / "out")]) == 4
    assert "pip install 'docforensics[bench]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
