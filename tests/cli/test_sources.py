"""Arguments become documents: files, their lights, their sides."""

import argparse
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.side import Capture
from docforensics.cli.sources import Job, add_source_arguments, jobs
from docforensics.errors import InputError, UsageError


def parsed(*words: str) -> tuple[Job, ...]:
    """Parse a command line."""
    parser = argparse.ArgumentParser()
    add_source_arguments(parser)
    return jobs(parser.parse_args(words))


def picture(folder: Path, name: str) -> str:
    """Write a small picture."""
    Image.fromarray(np.full((40, 60, 3), 128, np.uint8)).save(folder / name)
    return str(folder / name)


def test_each_file_is_a_document() -> None:
    """Without --sides files have nothing to do with each other."""
    one, two = parsed("a.png", "b.png")
    assert (one.files, two.files) == ((Path("a.png"),), (Path("b.png"),))
    assert one.channel is Channel.UPLOAD
    assert one.load() == Path("a.png")


def test_sides_are_one_document() -> None:
    """With --sides there is one, named after all its files."""
    (job,) = parsed("--sides", "a.png", "b.png")
    assert job.name == "a.png + b.png"
    assert job.load() == (Path("a.png"), Path("b.png"))


def test_named_sides_are_captures(tmp_path: Path) -> None:
    """Each file gets its own side."""
    front, back = picture(tmp_path, "f.png"), picture(tmp_path, "b.png")
    (job,) = parsed("--sides", front, back, "--side", "front", "--side", "back", "--channel", "photo")
    loaded = job.load()
    assert isinstance(loaded, tuple)
    captures = [capture for capture in loaded if isinstance(capture, Capture)]
    assert [capture.side for capture in captures] == [SideKind.FRONT, SideKind.BACK]
    assert {capture.channel for capture in captures} == {Channel.PHOTO}


def test_lights_belong_to_the_one_file(tmp_path: Path) -> None:
    """UV and infrared images are lights of the same side."""
    names = [picture(tmp_path, name) for name in ("v.png", "u.png", "i.png")]
    (job,) = parsed(names[0], "--uv", names[1], "--ir", names[2], "--side", "data_page")
    loaded = job.load()
    assert isinstance(loaded, tuple)
    (capture,) = loaded
    assert isinstance(capture, Capture)
    assert capture.lights == (Light.VISIBLE, Light.UV, Light.IR)
    assert capture.side is SideKind.DATA_PAGE


def test_a_light_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    """The missing file is named."""
    (job,) = parsed(picture(tmp_path, "v.png"), "--uv", str(tmp_path / "gone.png"))
    with pytest.raises(InputError, match=r"gone\.png"):
        job.load()


def test_lights_of_several_files_are_refused() -> None:
    """Nobody could tell which file they belong to."""
    with pytest.raises(UsageError, match="give one"):
        parsed("a.png", "b.png", "--uv", "u.png")


def test_one_side_is_said_of_all_or_one_of_each() -> None:
    """Any other number is refused."""
    assert [job.sides for job in parsed("a", "b", "--side", "front")] == [(SideKind.FRONT,)] * 2
    with pytest.raises(UsageError, match="--side"):
        parsed("a", "b", "c", "--side", "front", "--side", "back")


def test_a_stated_size_is_every_documents() -> None:
    """In millimetres, as `WxH`."""
    assert [job.size_mm for job in parsed("a.png", "b.png", "--size-mm", "150x66")] == [(150.0, 66.0)] * 2
    assert parsed("a.png")[0].size_mm is None
    with pytest.raises(SystemExit):
        parsed("a.png", "--size-mm", "ID3")
