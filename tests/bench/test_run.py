"""A run from end to end, on small sets made here."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.bench.leak import Leak
from docforensics.bench.loaders import load_data_set
from docforensics.bench.normalise import Normalisation, Questioned
from docforensics.bench.result import read, to_dict, to_json
from docforensics.bench.run import Benchmark, run
from docforensics.bench.summary import Settings
from docforensics.bench.systems import make_systems
from docforensics.bench.systems.model import Answer
from docforensics.bench.tables import to_markdown
from docforensics.errors import UsageError

Make = Callable[..., Any]
QUICK = Settings(draws=50)
AS_PUBLISHED = Normalisation(qualities=())


class Spy:
    """A system that knows the answers, and counts how often it is asked."""

    name = "spy"
    about = "reads the file name"
    digest = "1"

    def __init__(self, *, fails_on: str = "") -> None:
        self.asked: list[str] = []
        self._fails_on = fails_on

    def answer(self, questioned: Questioned) -> Answer:
        """Say what the label is."""
        item = questioned.item
        self.asked.append(item.id)
        if item.id == self._fails_on:
            raise ZeroDivisionError("a bug")
        ratio = 1.0 if item.is_forged else -1.0
        height, width = questioned.primary.pixels.shape[:2]
        map_ = np.zeros((height, width), np.float32)
        map_[12:36, 16:48] = float(item.is_forged)
        return Answer(score=ratio, log10_lr=ratio, flagged=item.is_forged, maps=(map_,), binary=True)


def test_a_system_that_knows_the_answers_gets_the_figures_of_one(pairs: Path) -> None:
    """AUC 1, no error, Cllr of ten to one, every changed pixel and none under the control."""
    found = run(load_data_set(pairs), [Spy()], settings=QUICK, leaks=False)
    figures = found.summaries["spy"].figures
    told = {
        name: figures[name].value for name in ("auc", "eer", "apcer", "bpcer", "dfar", "dfrr", "ser", "cllr")
    }  # type: ignore[union-attr]
    assert told == pytest.approx(
        {"auc": 1, "eer": 0, "apcer": 0, "bpcer": 0, "dfar": 0, "dfrr": 0, "ser": 0, "cllr": np.log2(1.1)}
    )
    where = found.summaries["spy"].localisation
    assert where["f1"].value == 1.0  # type: ignore[union-attr]
    assert where["pixel_auc"].value == 1.0  # type: ignore[union-attr]
    assert where["pixel_auc_control"].value == 0.5  # type: ignore[union-attr]
    assert where["pixel_auc_gain"].value == 0.5  # type: ignore[union-attr]
    assert set(found.summaries["spy"].species) == {"swap", "retype"}
    assert found.summaries["spy"].by["channel"].keys() == {"flatbed"}


def test_a_crash_is_a_document_that_was_not_processed(pairs: Path) -> None:
    """It counts in SER and as an attack that was not flagged, and is asked for again in the next run."""
    cache = pairs / "cache"
    found = run(load_data_set(pairs), [Spy(fails_on="f3.png")], cache=cache, settings=QUICK, leaks=False)
    figures = found.summaries["spy"].figures
    assert figures["ser"].value == pytest.approx(1 / 24)  # type: ignore[union-attr]
    assert figures["apcer"].value == pytest.approx(1 / 12)  # type: ignore[union-attr]
    assert figures["dfar"].value == 0.0  # type: ignore[union-attr]
    assert "ZeroDivisionError" in to_markdown(found)
    again = Spy()
    run(load_data_set(pairs), [again], cache=cache, settings=QUICK, leaks=False)
    assert again.asked == ["f3.png"]


def test_an_unreadable_picture_is_named_and_the_others_go_on(pairs: Path) -> None:
    """Text by the name of a picture."""
    (pairs / "g0.png").write_text("no picture", encoding="utf-8")
    found = run(load_data_set(pairs), [Spy()], settings=QUICK, leaks=False)
    row = next(row for row in found.rows["spy"] if row.item.id == "g0.png")
    assert row.answer.score is None
    assert "UnsupportedFormatError" in row.answer.error
    assert found.summaries["spy"].processed == 23
    assert "no genuine twin" in " ".join(found.summaries["spy"].localisation_notes)


@pytest.mark.parametrize("label", ["genuine", "forged"])
def test_one_class_alone_has_the_figures_that_it_can_have(tmp_path: Path, make: Make, label: str) -> None:
    """No AUC, no leak, but its own rates and a page."""
    for k in range(3):
        make("picture", tmp_path / f"{k}.jpg")
    make("manifest", tmp_path, [{"file": f"{k}.jpg", "label": label} for k in range(3)])
    found = run(load_data_set(tmp_path), [*make_systems(["ela"]), Spy()], settings=QUICK)
    figures = found.summaries["spy"].figures
    assert figures["auc"] is None
    assert (figures["bpcer"] is None) == (label == "forged")
    assert (figures["apcer"] is None) == (label == "genuine")
    assert {leak.verdict for leak in found.leaks} == {Leak.UNKNOWN}
    assert to_markdown(found).startswith(f"# {tmp_path.name}")


def test_masks_of_another_size_are_named_and_left_out_of_localisation(pairs: Path, make: Make) -> None:
    """The other eleven stay."""
    make("mask", pairs / "m0.png", (1, 1, 3, 3), size=(8, 8))
    summary = run(load_data_set(pairs), [Spy()], settings=QUICK, leaks=False).summaries["spy"]
    assert "8x8, its picture 64x48" in " ".join(summary.localisation_notes)
    assert "11 of 11 masks" in summary.localisation_notes[0]


def test_a_document_is_asked_for_once_and_figures_do_not_depend_on_workers(pairs: Path) -> None:
    """The cache answers the second run; three threads give the same file as one."""
    data, spy = load_data_set(pairs), Spy()
    first = run(data, [spy], cache=pairs / "cache", settings=QUICK, leaks=False)
    again = run(data, [spy], cache=pairs / "cache", settings=QUICK, leaks=False)
    threads = run(data, [Spy()], settings=QUICK, leaks=False, workers=3)
    assert len(spy.asked) == 24
    assert to_json(first) == to_json(again) == to_json(threads)


@pytest.mark.parametrize("what", ["digest", "quality", "picture"])
def test_what_changes_an_answer_changes_its_key(pairs: Path, make: Make, what: str) -> None:
    """Another digest, another normalisation, another picture: asked again."""
    spy, cache = Spy(), pairs / "cache"
    run(load_data_set(pairs), [spy], cache=cache, settings=QUICK, leaks=False)
    other = Spy()
    normal = Normalisation(qualities=(60,)) if what == "quality" else None
    if what == "digest":
        other.digest = "2"
    if what == "picture":
        make("picture", pairs / "g1.png", seed=99)
    run(load_data_set(pairs), [other], cache=cache, normalisation=normal, settings=QUICK, leaks=False)
    assert len(other.asked) == (1 if what == "picture" else 24)


def test_a_damaged_cache_file_is_asked_for_again(pairs: Path) -> None:
    """A half-written answer is none."""
    cache = pairs / "cache"
    run(load_data_set(pairs), [Spy()], cache=cache, settings=QUICK, leaks=False)
    files = sorted(cache.rglob("*.json"))
    files[0].write_text('{"score": 1', encoding="utf-8")
    max(cache.rglob("*.npz")).unlink()
    again = Spy()
    run(load_data_set(pairs), [again], cache=cache, settings=QUICK, leaks=False)
    assert 1 <= len(again.asked) <= 2


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty documents, genuine at quality 95 and the same pictures, called forged, at quality 75."""
    folder = tmp_path_factory.mktemp("studio")
    lines = ["file,label,holder,species,twin"]
    for k in range(20):
        rng = np.random.default_rng(k)
        pixels = cv2.resize(rng.integers(30, 230, (12, 16, 3)).astype(np.uint8), (96, 72))
        for name, quality in (("g", 95), ("f", 75)):
            cv2.imwrite(str(folder / f"{name}{k}.jpg"), pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
        lines += [f"g{k}.jpg,genuine,h{k},,", f"f{k}.jpg,forged,h{k},edit,g{k}.jpg"]
    (folder / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def honest(studio: Path) -> Benchmark:
    """The detector that has learned the studio, on normalised pictures."""
    return run(load_data_set(studio), make_systems(["jpeg-quality"]), settings=QUICK)


def test_a_planted_leak_is_reported_and_vanishes_under_normalisation(honest: Benchmark) -> None:
    """As published the files tell the classes apart; encoded alike they do not."""
    published, normalised = honest.leaks
    assert (published.name, published.verdict) == ("as published", Leak.FOUND)
    assert published.together is not None
    assert published.together.value == 1.0
    assert published.facts["luminance table"].value == 1.0  # type: ignore[union-attr]
    assert (normalised.name, normalised.verdict) == ("normalised", Leak.NONE)
    assert normalised.facts["luminance table"].value == 0.5  # type: ignore[union-attr]


def test_a_detector_of_jpeg_quality_scores_one_as_published_and_half_normalised(
    studio: Path, honest: Benchmark
) -> None:
    """It finds no forgery; it found the studio."""
    systems = make_systems(["jpeg-quality"])
    leaky = run(load_data_set(studio), systems, normalisation=AS_PUBLISHED, settings=QUICK, leaks=False)
    assert leaky.summaries["jpeg-quality"].figures["auc"].value == 1.0  # type: ignore[union-attr]
    assert honest.summaries["jpeg-quality"].figures["auc"].value == 0.5  # type: ignore[union-attr]


PROGRAM = """\
import sys, time
from pathlib import Path
from docforensics.bench.cache import write_result
from docforensics.bench.loaders import load_data_set
from docforensics.bench.result import to_json
from docforensics.bench.run import run
from docforensics.bench.summary import Settings
from docforensics.bench.systems import make_systems

class Slow:
    def __init__(self, system):
        self.name, self.about, self.digest, self._system = system.name, system.about, system.digest, system
    def answer(self, questioned):
        time.sleep(float(sys.argv[3]))
        return self._system.answer(questioned)

systems = [Slow(system) for system in make_systems(["ela", "blocking"])]
found = run(load_data_set(sys.argv[1]), systems, cache=Path(sys.argv[2]) / "cache", settings=Settings(draws=50))
write_result(Path(sys.argv[2]) / "result.json", to_json(found).encode())
"""


def started(data: Path, out: Path, pause: float) -> "subprocess.Popen[bytes]":
    """Start a run in a process of its own."""
    out.mkdir(exist_ok=True)
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(data), str(out), str(pause)], env=os.environ)


def test_a_run_that_was_killed_goes_on_to_the_same_result_file(pairs: Path, tmp_path: Path) -> None:
    """SIGKILL after the first answers; the rerun asks for the rest alone, and writes the same bytes as an undisturbed run."""
    disturbed, whole = tmp_path / "disturbed", tmp_path / "whole"
    process = started(pairs, disturbed, pause=0.1)
    deadline = time.monotonic() + 60
    while len(list(disturbed.rglob("*.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=30) == -signal.SIGKILL
    kept = {file: file.stat().st_mtime_ns for file in (disturbed / "cache").rglob("*.json")}
    assert 3 <= len(kept) < 48
    assert not (disturbed / "result.json").exists()
    assert started(pairs, disturbed, pause=0).wait(timeout=120) == 0
    assert started(pairs, whole, pause=0).wait(timeout=120) == 0
    assert (disturbed / "result.json").read_bytes() == (whole / "result.json").read_bytes()
    assert all(file.stat().st_mtime_ns == at for file, at in kept.items())


def test_the_result_says_where_its_figures_come_from(pairs: Path) -> None:
    """Commit, versions, data, models, seed and settings; and it is what `read` takes."""
    found = run(load_data_set(pairs), [Spy()], settings=QUICK, leaks=False, told={"command": "x"})
    told = read(to_json(found), "result.json")
    assert told == json.loads(json.dumps(to_dict(found)))
    assert {"git_sha", "data_sha256", "models_sha256", "calibration_sha256", "packages", "command"} <= set(
        told["provenance"]
    )
    assert told["settings"]["seed"] == 0
    assert told["settings"]["normalisation"]["qualities"] == [75, 85, 95]
    assert len(told["answers"]["spy"]) == 24


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": "other"}'])
def test_what_is_no_result_is_refused(text: str) -> None:
    """With its name."""
    with pytest.raises(UsageError, match=r"a\.json"):
        read(text, "a.json")


def test_a_run_needs_a_system(pairs: Path) -> None:
    """None is a mistake."""
    with pytest.raises(UsageError, match="at least one system"):
        run(load_data_set(pairs), [])
