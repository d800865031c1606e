"""`docforensics calibrate`: a folder in, rows and a card out; nothing is claimed that the folder cannot support."""

import json
import re
from importlib import import_module
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.cli.program import main
from docforensics.scoring.calibration_file import read_calibration

QUICK = ["--draws", "10", "--workers", "1"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five genuine and one forged pictures, of the calibration split and the test split."""
    folder = tmp_path_factory.mktemp("set") / "cards"
    folder.mkdir()
    lines = ["file,label,holder,split,species,channel"]
    for k in range(6):
        coarse = np.random.default_rng(k).integers(40, 220, (6, 9, 3)).astype(np.uint8)
        cv2.imwrite(str(folder / f"{k}.jpg"), cv2.resize(coarse, (120, 80), interpolation=cv2.INTER_CUBIC))
        label = "forged,h{0},test,swap" if k > 4 else "genuine,h{0},calibration,"
        lines.append(f"{k}.jpg,{label.format(k)},photo")
    (folder / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_too_few_documents_give_a_card_that_says_so(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six pictures are no fit; the second run measures nothing."""
    assert main(["calibrate", str(data), "-o", str(tmp_path), *QUICK, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["documents"] == 6
    assert first["values_measured"] > 6 * 20
    assert first["conditions"] == {}
    assert "Nothing was fitted" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert read_calibration(tmp_path / "calibration.toml").rows == ()
    assert main(["calibrate", str(data), "-o", str(tmp_path), *QUICK]) == 0
    assert "0 of them measured now; nothing fitted" in capsys.readouterr().out
    assert main(["calibrate", "--kept", "-o", str(tmp_path), *QUICK]) == 0
    assert re.search(
        r"6 documents, [1-9]\d* values, 0 of them measured now; nothing fitted", capsys.readouterr().out
    )
    assert read_calibration(tmp_path / "calibration.toml").counts == ()
    assert (
        main(["calibrate", "--kept", "-o", str(tmp_path), "--real-sources", "3", "--name", "a post", *QUICK])
        == 0
    )
    counts = read_calibration(tmp_path / "calibration.toml").counts
    assert {(count.documents, count.sources, count.data_set) for count in counts} == {(5, 3, "a post")}


def test_by_design_needs_the_design_of_every_document(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six documents of no design are named; nothing is written."""
    assert main(["calibrate", str(data), "-o", str(tmp_path), *QUICK, "--by-design"]) == 4
    assert "design" in capsys.readouterr().err
    assert not (tmp_path / "calibration.toml").exists()


def test_a_set_or_what_is_kept_must_be_named(data: Path, tmp_path: Path) -> None:
    """Neither and both are a mistake, as is a folder that holds no table."""
    assert main(["calibrate", "-o", str(tmp_path)]) == 2
    assert main(["calibrate", str(data), "--kept", "-o", str(tmp_path)]) == 2
    assert main(["calibrate", "--kept", "-o", str(tmp_path / "empty")]) == 2


def test_few_documents_of_ones_own_give_thresholds_that_reports_name(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file goes to `examine`, whose report says what it is."""
    assert main(["calibrate", str(data), "-o", str(tmp_path), *QUICK, "--few-shot"]) == 0
    assert "5 genuine and 1 forged documents" in capsys.readouterr().out
    thresholds = tmp_path / "thresholds.toml"
    (shift,) = read_calibration(thresholds).shifts
    assert (shift.condition, shift.n_genuine) == ("photo/visible", 5)
    picture, options = str(data / "0.jpg"), ["--channel", "photo", "--json"]
    main(["examine", picture, *options, "--calibration", str(thresholds)])
    moved = json.loads(capsys.readouterr().out)
    assert "5 genuine and 1 forged documents" in json.dumps(moved)


def test_a_set_without_the_calibration_split_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fitting on a test split is no accident that may pass."""
    text = (data / "manifest.csv").read_text(encoding="utf-8").replace(",calibration,", ",test,")
    other = data / "other.csv"
    other.write_text(text, encoding="utf-8")
    assert main(["calibrate", str(other), "-o", str(tmp_path), *QUICK]) != 0
    assert "no document of the split calibration" in capsys.readouterr().err


def test_without_the_solvers_it_says_what_to_install_before_it_examines(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fit needs the extra `fit`; the core does not."""
    monkeypatch.setattr(import_module("docforensics.scoring.fit.fit"), "find_spec", lambda _: None)
    assert main(["calibrate", str(data), "-o", str(tmp_path), *QUICK]) != 0
    assert "pip install 'docforensics[fit]'" in capsys.readouterr().err
    assert not (tmp_path / "outcomes.jsonl").exists()
