"""Codes on a picture: small, turned, of every symbology, beside print; and no flood of them."""

import cv2
import numpy as np
import pytest
import zxingcpp

from docforensics.capture.model import Channel
from docforensics.seal import find
from docforensics.seal.find import MOST_CODES, WORK_SIDE, find_codes, seals_installed
from sample_docs.generator.seals.examples import visa


def code(symbology: str, payload: bytes, module: int) -> np.ndarray:
    """Draw a code with its quiet zone."""
    made = zxingcpp.create_barcode(payload, getattr(zxingcpp.BarcodeFormat, symbology))
    small = np.array(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=True))
    return np.kron(small, np.ones((module, module), np.uint8))


def page(picture: np.ndarray, shape: tuple[int, int] = (1000, 1400), turn: float = 0.0) -> np.ndarray:
    """Lay a picture on paper with some text, turned about its middle."""
    sheet = np.full(shape, 215, np.uint8)
    for row in range(8):
        cv2.putText(
            sheet, "UTOPIA SPECIMEN 0123456789", (30, 60 + 50 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 40, 2
        )
    top, left = shape[0] - picture.shape[0] - 150, shape[1] - picture.shape[1] - 200
    sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = np.minimum(picture, 215)
    middle = (left + picture.shape[1] / 2, top + picture.shape[0] / 2)
    return cv2.warpAffine(sheet, cv2.getRotationMatrix2D(middle, turn, 1), shape[::-1], borderValue=215)


@pytest.mark.parametrize("symbology", ["DataMatrix", "Aztec", "QRCode", "PDF417"])
def test_every_symbology_is_read(symbology: str) -> None:
    """With its bytes, and its corners on the picture."""
    payload = visa()
    (found,) = find_codes(page(code(symbology, payload, 3), (1000, 1900)))
    assert found.payload == payload
    assert found.corners.min() > 0
    assert np.ptp(found.corners, axis=0).min() > 60


@pytest.mark.parametrize("turn", [7, 33, 90, 171])
def test_a_turned_code_is_read(turn: float) -> None:
    """At any angle, in colour."""
    picture = page(code("DataMatrix", visa(), 4), turn=turn)
    (found,) = find_codes(np.dstack([picture] * 3))
    assert found.payload == visa()


def test_a_small_code_on_a_large_photo_is_read_in_the_second_search() -> None:
    """Four pixels a module of 4000 wide; a scanner's picture, whose page fills it, is not searched again."""
    picture = page(code("DataMatrix", visa(), 4), (3000, 4000))
    assert find_codes(picture, Channel.SCANNER) == ()
    assert [found.payload for found in find_codes(picture, Channel.PHOTO)] == [visa()]


def test_a_page_full_of_codes_is_bounded() -> None:
    """Hundreds of codes are no document."""
    tile = code("QRCode", b"x", 2)
    assert len(find_codes(np.tile(tile, (12, 18)))) == MOST_CODES


def test_other_codes_do_not_end_the_search_for_a_seal() -> None:
    """A QR code that anybody may print or stick on the page is read at the first size, the seal at the second."""
    picture = page(code("DataMatrix", visa(), 4), (3000, 4000))
    other = code("QRCode", b"HELLO", 14)
    picture[700 : 700 + other.shape[0], 300 : 300 + other.shape[1]] = np.minimum(other, 215)
    assert visa() in [found.payload for found in find_codes(picture, Channel.PHOTO)]


def test_other_codes_do_not_crowd_out_a_seal() -> None:
    """More of them than are kept, and one seal at the end."""
    tile = code("QRCode", b"x", 2)
    picture = np.tile(tile, (8, 18))
    seal = code("DataMatrix", visa(), 3)
    sheet = np.full(
        (picture.shape[0] + seal.shape[0] + 40, max(picture.shape[1], seal.shape[1])), 255, np.uint8
    )
    sheet[: picture.shape[0], : picture.shape[1]] = picture
    sheet[-seal.shape[0] - 10 : -10, : seal.shape[1]] = seal
    found = find_codes(sheet)
    assert len(found) == MOST_CODES
    assert found[0].payload == visa()


def test_nothing_is_found_where_nothing_is() -> None:
    """A pixel, a black page, noise."""
    noise = np.random.default_rng(1).integers(0, 256, (300, 400), dtype=np.uint8)
    for picture in (np.zeros((1, 1), np.uint8), np.zeros((500, 700, 3), np.uint8), noise):
        assert find_codes(picture) == ()
    assert seals_installed()


def test_the_second_search_is_no_finer_than_a_module_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that fills a photo of 4000 px has 32 px a millimetre; a code is read at half of them, which whole pixels are averaged to."""
    seen: list[int] = []
    read = find._codes
    monkeypatch.setattr(find, "_codes", lambda grey: seen.append(max(grey.shape)) or read(grey))
    picture = page(code("DataMatrix", visa(), 10), (3000, 4000))
    picture[:, :100] = 255
    blank = np.full_like(picture, 255)
    assert find_codes(blank, Channel.PHOTO, px_per_mm=32.0) == ()
    assert seen == [WORK_SIDE, 2000]
    assert find_codes(blank, Channel.PHOTO, px_per_mm=20.0) == ()
    assert seen[2:] == [WORK_SIDE, 2800]
    assert find_codes(blank, Channel.PHOTO) == ()
    assert seen[4:] == [WORK_SIDE, 4000]
    assert [found.payload for found in find_codes(picture, Channel.PHOTO, px_per_mm=32.0)] == [visa()]
