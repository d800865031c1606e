"""EXIF is read as text, without naming anybody, and a damaged tag harms nothing."""

import io

import pytest
from PIL import Image as PillowImage

from docforensics.capture.exif import exif_text, orientation_of, plausible_dpi
from docforensics.capture.images import load_images
from docforensics.capture.quiet import pillow_kept_quiet


def test_tags_of_both_directories_come_by_name_as_text() -> None:
    """The software and the camera's settings are facts of the file."""
    exif = PillowImage.Exif()
    exif[0x0131] = "Utopia Editor 1.0"
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9000] = b"0230"
    text = exif_text(exif, {})
    assert text["Software"] == "Utopia Editor 1.0"
    assert text["Orientation"] == "6"
    assert text["ExifVersion"] == "0230"


def test_tags_that_name_a_person_or_a_place_are_left_out() -> None:
    """The document is examined, never who photographed it, nor where."""
    exif = PillowImage.Exif()
    exif[0x013B] = "Anna Maria Eriksson"
    exif[0x8298] = "Anna Maria Eriksson"
    exif[0x9C9D] = "Anna Maria Eriksson".encode("utf-16-le")
    exif.get_ifd(0x8769)[0xA430] = "Anna Maria Eriksson"
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    assert exif_text(exif, {}) == {}


def test_windows_tags_are_read_as_utf_16() -> None:
    """They are bytes to everybody else."""
    exif = PillowImage.Exif()
    exif[0x9C9B] = "Façade".encode("utf-16-le") + b"\0\0"
    assert exif_text(exif, {}) == {"XPTitle": "Façade"}


def test_binary_tags_are_left_out_and_long_ones_cut() -> None:
    """A report shows text, and not much of it."""
    exif = PillowImage.Exif()
    exif[0x010E] = "x" * 5000
    exif.get_ifd(0x8769)[0x9101] = b"\1\2\3\0"
    text = exif_text(exif, {})
    assert "ComponentsConfiguration" not in text
    assert len(text["ImageDescription"]) == 200


def test_a_png_states_its_software_in_a_text_chunk() -> None:
    """EXIF wins where both are given."""
    exif = PillowImage.Exif()
    assert exif_text(exif, {"Software": "Paint"}) == {"Software": "Paint"}
    exif[0x0131] = "Editor"
    assert exif_text(exif, {"Software": "Paint"}) == {"Software": "Editor"}


@pytest.mark.parametrize(("stored", "expected"), [(3, 3), (0, 1), (9, 1), ("6", 1)])
def test_only_the_eight_orientations_count(stored: object, expected: int) -> None:
    """Anything else is upright."""
    exif = PillowImage.Exif()
    exif[0x0112] = stored
    assert orientation_of(exif) == expected


def test_a_damaged_directory_costs_its_tags_and_nothing_else() -> None:
    """The picture is still there."""
    image = PillowImage.new("L", (8, 8))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 30)
    with pillow_kept_quiet():
        exif = PillowImage.open(buffer).getexif()
        assert orientation_of(exif) == 1
        assert exif_text(exif, {}) == {}


@pytest.mark.parametrize("value", [(300, 300), (299.9994, 299.9994), (600.0, 600.0), (75, 75)])
def test_a_scanners_resolution_is_believed(value: tuple[float, float]) -> None:
    """It helps to fix the scale."""
    assert plausible_dpi(value) == pytest.approx(value[0])


@pytest.mark.parametrize(
    "value",
    [
        None,
        (72, 72),
        (1, 1),
        (0, 0),
        (96.012, 96.012),
        (120, 120),
        (144, 144),
        (300, 200),
        (30000, 30000),
        (float("nan"), 300),
        ("a", "b"),
        (300,),
        300,
        (-300, -300),
    ],
)
def test_placeholders_screens_and_nonsense_are_not(value: object) -> None:
    """A wrong scale is worse than none."""
    assert plausible_dpi(value) is None


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_damaged_block_leaves_the_picture_readable(kind: str) -> None:
    """As it does in a JPEG: the picture is whole."""
    file = io.BytesIO()
    PillowImage.new("RGB", (60, 40), (90, 120, 150)).save(file, kind, exif=b"Exif\0\0garbagegarbage")
    (image,) = load_images(file.getvalue())
    assert image.pixels.shape == (40, 60, 3)
    assert dict(image.exif) == {}
