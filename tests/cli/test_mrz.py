"""`mrz` prints the zone as read, with fields and digits."""

import json
from pathlib import Path

import numpy as np
import pytest

from docforensics.cli import main
from docforensics.errors import DecodeError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.reading import MrzCharacter, MrzReading

LINES = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")


def reading(lines: tuple[str, ...]) -> MrzReading:
    """Make a certain reading."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
    sure = {symbol: np.eye(len(SYMBOLS))[index] for index, symbol in enumerate(SYMBOLS)}
    return MrzReading(
        characters=tuple(
            tuple(MrzCharacter(symbol=s, posterior=sure[s].copy(), corners=corners.copy()) for s in line)
            for line in lines
        ),
        format=None,
        engine="made by hand",
    )


def fake_read(source: Path, **_: object) -> MrzReading | None:
    """Read what the file's name asks for."""
    if source.stem == "bad":
        raise DecodeError("the bytes are damaged")
    return {"empty": None, "odd": reading(("ABC", "DEF"))}.get(source.stem, reading(LINES))


@pytest.fixture(autouse=True)
def fixture_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read nothing for real."""
    monkeypatch.setattr("docforensics.mrz.read.read_mrz", fake_read)


@pytest.mark.parametrize(("name", "code"), [("card", 0), ("empty", 11), ("bad", 3), ("odd", 0)])
def test_the_exit_code_tells_whether_a_zone_was_read(name: str, code: int) -> None:
    """A zone that fits no format was read all the same."""
    assert main(["mrz", f"{name}.png"]) == code


def test_lines_fields_and_digits_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """All that the zone holds, and how each digit fares."""
    main(["mrz", "card.png"])
    text = capsys.readouterr().out
    assert all(line in text for line in LINES)
    assert "document number: D23145890" in text
    assert "composite 6 agrees" in text


def test_one_file_gives_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """With fields and digits by name."""
    main(["mrz", "card.png", "--json"])
    value = json.loads(capsys.readouterr().out)
    assert value["mrz"]["lines"] == list(LINES)
    assert value["mrz"]["fields"]["document_number"] == "D23145890"
    assert all(digit["agrees"] for digit in value["mrz"]["check_digits"])


def test_several_files_give_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing was read `mrz` is null; a bad file is named on standard error."""
    assert main(["mrz", "card.png", "empty.png", "bad.png", "odd.png", "--json"]) == 11
    shown = capsys.readouterr()
    lines = [json.loads(line) for line in shown.out.splitlines()]
    assert [line["source"] for line in lines] == ["card.png", "empty.png", "odd.png"]
    assert lines[1]["mrz"] is None
    assert lines[2]["mrz"]["format"] is None
    assert "bad.png: the bytes are damaged" in shown.err


def test_nothing_read_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence on standard error, no empty output to be taken for a zone."""
    main(["mrz", "empty.png", "card.png"])
    shown = capsys.readouterr()
    assert "empty.png: no machine readable zone was read" in shown.err
    assert "==> card.png" in shown.out
