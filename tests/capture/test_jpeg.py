"""The markers of a JPEG file tell how it was made."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image as PillowImage

from docforensics.capture.jpeg import read_jpeg_facts, read_jpeg_structure


@pytest.mark.parametrize("quality", [1, 10, 49, 50, 51, 75, 90, 95, 99, 100])
def test_the_quality_of_libjpeg_is_found_again(
    encode: Callable[..., bytes], picture: PillowImage.Image, quality: int
) -> None:
    """Scaled Annex K tables are recognised exactly."""
    facts = read_jpeg_facts(encode(picture, "JPEG", quality=quality))
    assert facts is not None
    assert facts.estimated_quality == quality
    assert len(facts.quantization_tables) == 2


def test_foreign_tables_give_no_quality(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """Cameras have their own tables: no number is made up."""
    facts = read_jpeg_facts(encode(picture, "JPEG", qtables=[list(range(1, 65))]))
    assert facts is not None
    assert facts.estimated_quality is None
    assert sorted(facts.quantization_tables[0]) == list(range(1, 65))


def test_the_tables_are_those_that_pillow_reads(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """In zigzag order, as stored."""
    facts = read_jpeg_facts(encode(picture, "JPEG", quality=80))
    assert facts is not None
    # K.1 begins 16 11 12 14 in zigzag order; quality 80 scales by 0.4.
    assert facts.quantization_tables[0][:4] == (6, 4, 5, 6)


@pytest.mark.parametrize(("code", "name"), [(0, "4:4:4"), (1, "4:2:2"), (2, "4:2:0")])
def test_subsampling_is_named(
    encode: Callable[..., bytes], picture: PillowImage.Image, code: int, name: str
) -> None:
    """By the usual names."""
    facts = read_jpeg_facts(encode(picture, "JPEG", subsampling=code))
    assert facts is not None
    assert facts.subsampling == name


def test_grey_progressive_and_cmyk_are_told(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """Components and process come from the frame header."""
    grey = read_jpeg_facts(encode(picture.convert("L"), "JPEG"))
    progressive = read_jpeg_structure(encode(picture, "JPEG", progressive=True))
    cmyk = read_jpeg_facts(encode(picture.convert("CMYK"), "JPEG"))
    assert grey is not None
    assert progressive is not None
    assert cmyk is not None
    assert (grey.components, grey.subsampling, grey.progressive) == (1, "n/a", False)
    assert progressive.facts.progressive
    assert progressive.scans > 1
    assert cmyk.components == 4


def test_application_markers_come_in_file_order(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """They tell which programs the file went through."""
    exif = PillowImage.Exif()
    exif[0x0131] = "Editor"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
    facts = read_jpeg_facts(encode(picture, "JPEG", exif=exif, xmp=xmp, icc_profile=b"profile"))
    assert facts is not None
    assert set(facts.application_markers) == {"APP0:JFIF", "APP1:Exif", "APP1:XMP", "APP2:ICC_PROFILE"}
    assert facts.application_markers[0] == "APP0:JFIF"


def test_the_adobe_marker_is_named_without_its_version(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """No NUL ends its identifier."""
    facts = read_jpeg_facts(encode(picture.convert("CMYK"), "JPEG"))
    assert facts is not None
    assert "APP14:Adobe" in facts.application_markers


def test_a_thumbnail_inside_exif_is_not_taken_for_the_picture(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Segments are jumped over by their length."""
    thumbnail = encode(picture.resize((8, 8)).convert("L"), "JPEG", quality=10)
    facts = read_jpeg_structure(encode(picture, "JPEG", quality=90, exif=b"Exif\0\0" + thumbnail))
    assert facts is not None
    assert facts.size == picture.size
    assert facts.facts.estimated_quality == 90


def test_only_the_end_marker_completes_a_file(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Whatever follows it belongs to another picture."""
    raw = encode(picture, "JPEG")
    whole, cut, followed = (read_jpeg_structure(data) for data in (raw, raw[:-2], raw + b"\xff\xd8 rest"))
    assert whole is not None
    assert cut is not None
    assert followed is not None
    assert (whole.complete, cut.complete, followed.complete) == (True, False, True)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xc0\0\x08", b"\x89PNG\r\n"]
)
def test_a_file_without_frame_header_has_no_facts(raw: bytes) -> None:
    """None, and no exception."""
    assert read_jpeg_facts(raw) is None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_damage_makes_the_reader_raise(
    encode: Callable[..., bytes], picture: PillowImage.Image, data: st.DataObject
) -> None:
    """Any bytes at any place give facts or None."""
    raw = bytearray(encode(picture, "JPEG", progressive=True))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + 4] = data.draw(st.binary(max_size=8))
    structure = read_jpeg_structure(bytes(raw))
    assert structure is None or structure.facts.components >= 1


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_segments_are_survived(tail: bytes) -> None:
    """After a start marker anything may come."""
    facts = read_jpeg_facts(b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x04\x00\x04\x01\x01\x11\x00" + tail)
    assert facts is not None
    assert np.prod([len(table) for table in facts.quantization_tables]) % 64 in (0, 1)
