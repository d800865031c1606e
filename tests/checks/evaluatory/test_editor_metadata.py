"""What a file says of the program that wrote it."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image as PillowImage

from docforensics.checks.evaluatory.editor_metadata import measure
from docforensics.checks.outcome import Abstained, Measured


def written_by(program: str, *, xmp: str = "") -> bytes:
    """A small file that names a program."""
    buffer, exif = io.BytesIO(), PillowImage.Exif()
    if program:
        exif[0x0131] = program
    options = {"xmp": xmp.encode()} if xmp else {}
    PillowImage.fromarray(np.full((704, 1000, 3), 200, np.uint8)).save(buffer, "JPEG", exif=exif, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("program", ["Adobe Photoshop 25.1 (Windows)", "GIMP 2.10.36", "Snapseed 2.0"])
def test_an_editor_is_named(bench: Any, program: str) -> None:
    """In the file's own words."""
    outcome = measure(bench.document(written_by(program)))
    assert isinstance(outcome, Measured)
    assert outcome.value == 1.0
    assert outcome.facts["program"] == program


def test_an_editor_in_the_history_of_the_file_is_named(bench: Any) -> None:
    """XMP keeps who worked on it."""
    xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf xmp:CreatorTool="Affinity Photo 2"/></x:xmpmeta>'
    outcome = measure(bench.document(written_by("", xmp=xmp)))
    assert isinstance(outcome, Measured)
    assert outcome.facts["program"] == "Affinity Photo 2"


def test_a_camera_is_no_editor(bench: Any) -> None:
    """Its own software wrote the file."""
    outcome = measure(bench.document(written_by("HDR+ 1.0.5")))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0.0


def test_a_file_that_says_nothing_is_no_gap(bench: Any) -> None:
    """Messengers remove it."""
    outcome = measure(bench.document(written_by("")))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
