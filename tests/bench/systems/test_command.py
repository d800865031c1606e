"""Any program that prints JSON for a file, and what programs do instead."""

import sys
from pathlib import Path

import numpy as np
import pytest

from docforensics.bench.data_set import Item, ItemFile, Label
from docforensics.bench.normalise import Questioned, Shot
from docforensics.bench.systems.command import Command
from docforensics.bench.systems.model import Answer, guarded
from docforensics.errors import ResourceCorruptError, UsageError


@pytest.fixture
def questioned() -> Questioned:
    """A document of two pictures."""
    pictures = tuple(ItemFile(file=Path(name)) for name in ("a ünï.jpg", "b.png"))
    item = Item(id="a", label=Label.GENUINE, pictures=pictures, group="a")
    pixels = np.zeros((40, 80, 3), np.uint8)
    shots = tuple(
        Shot(picture=picture, data=data, pixels=pixels, scale=1.0)
        for picture, data in zip(pictures, (b"\xff\xd8one", b"two"), strict=True)
    )
    return Questioned(item=item, shots=shots)


def program(folder: Path, text: str) -> str:
    """Write a program; give the command that starts it."""
    file = folder / "detect.py"
    file.write_text(text, encoding="utf-8")
    return f"{sys.executable} {file}"


def test_the_program_sees_the_file_and_its_answer_is_taken(tmp_path: Path, questioned: Questioned) -> None:
    """Score, likelihood ratio, decision and regions, which become a map of the primary picture."""
    text = """
import json, sys
data = open(sys.argv[1], "rb").read()
print(json.dumps({"score": len(data), "log10_lr": 1.5, "flagged": True,
                  "regions": [{"box": [10, 10, 20, 20]}, {"box": [15, 10, 40, 20], "score": 0.5}]}))
"""
    answer = Command("mine", program(tmp_path, text) + " {file}").answer(questioned)
    assert (answer.score, answer.log10_lr, answer.flagged, answer.inconclusive) == (5.0, 1.5, True, False)
    map_, other = answer.maps
    assert other is None
    assert map_ is not None
    assert (map_[15, 17], map_[15, 30], map_[30, 30]) == (1.0, 0.5, 0.0)


def test_files_stands_for_all_pictures(tmp_path: Path, questioned: Questioned) -> None:
    """One word a picture, each with the suffix of its content."""
    text = "import json, sys\nprint(json.dumps({'score': len(sys.argv) - 1 + sum(a.endswith('.jpg') for a in sys.argv)}))"
    assert Command("mine", program(tmp_path, text) + " {files}").answer(questioned).score == 3.0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("print('rubbish')", "expected one JSON object"),
        ("print('[1]')", "got a list"),
        ("print('{}')", "missing key score"),
        ("print('{\"score\": NaN}')", "JSON is malformed"),
        ('print(\'{"score": "high"}\')', "score: expected a number, got text"),
        ("print('{\"score\": true}')", "score: expected a number, got true or false"),
        ('print(\'{"score": 1, "flagged": 1}\')', "flagged: expected true or false, got a whole number"),
        ('print(\'{"score": 1, "regions": [{"box": [1, 2]}]}\')', "box: expected a list of length 4"),
        ('print(\'{"score": 1, "regions": 3}\')', "regions: expected a list"),
        ("raise SystemExit('no licence')", "exit code 1: no licence"),
        ("import sys; sys.stdout.buffer.write(bytes(range(256)) * 40)", "expected one JSON object"),
        ("pass", "expected one JSON object"),
    ],
)
def test_what_a_program_does_wrong_is_told_in_words(
    tmp_path: Path, questioned: Questioned, text: str, reason: str
) -> None:
    """The document counts as not processed; nothing stops the run."""
    answer = guarded(Command("mine", program(tmp_path, text) + " {file}", timeout=60).answer, questioned)
    assert answer.score is None
    assert reason in answer.error


def test_a_program_that_does_not_answer_is_ended(tmp_path: Path, questioned: Questioned) -> None:
    """After the time that it has; the document counts as not processed."""
    command = program(tmp_path, "import time; time.sleep(60)") + " {file}"
    answer = guarded(Command("mine", command, timeout=0.2).answer, questioned)
    assert (answer.score, answer.error) == (None, "DecodeError: no answer within 0.2 s")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("detect", r"\{file\}"),
        ("", r"\{file\}"),
        ("'x {file}", "words"),
        ("no-such-program {file}", "not found"),
    ],
)
def test_a_command_that_cannot_work_is_refused_before_the_run(command: str, reason: str) -> None:
    """No place for the file, no words, no program."""
    with pytest.raises(UsageError, match=reason):
        Command("mine", command)


def test_a_changed_program_is_another_system(tmp_path: Path) -> None:
    """Its text is part of the digest."""
    before = Command("mine", program(tmp_path, "print(1)") + " {file}").digest
    assert Command("mine", program(tmp_path, "print(1)") + " {file}").digest == before
    assert Command("mine", program(tmp_path, "print(2)") + " {file}").digest != before


def test_a_bad_model_of_ours_stops_the_run(questioned: Questioned) -> None:
    """No document can be processed without it, so none counts as not processed."""

    def ask(_: Questioned) -> Answer:
        raise ResourceCorruptError("models/x is not the file that MANIFEST.toml names")

    with pytest.raises(ResourceCorruptError, match="models/x"):
        guarded(ask, questioned)
