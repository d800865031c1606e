"""`read_mrz` takes what a user has, tries the lights in turn and never hides an unreadable input."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

import docforensics.mrz.read as stage
from docforensics.capture.light import Light
from docforensics.capture.model import Image, Pixels
from docforensics.capture.side import Capture
from docforensics.errors import (
    DecodeError,
    EngineUnavailableError,
    InputError,
    LimitExceededError,
    UsageError,
)
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.read import MOST_ZONES, image_bands, read_all_mrz, read_mrz
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import MrzBand


@dataclass(frozen=True)
class Reader:
    """An engine that reads one letter wherever there is a band, and remembers what it saw."""

    name: str = "letter"
    seen: list[tuple[Pixels, Sequence[MrzBand]]] = field(default_factory=list)

    def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:
        """Read X."""
        self.seen.append((pixels, bands))
        if not bands:
            return None
        posterior = np.zeros(len(SYMBOLS))
        posterior[SYMBOLS.index("X")] = 1
        letter = MrzCharacter(symbol="X", posterior=posterior, corners=bands[0].corners.copy())
        return MrzReading(characters=((letter,),), format=None, engine=self.name)


def image(pixels: Pixels) -> Image:
    """An image of an array."""
    return Image(pixels=pixels, sha256="", raw=b"", media_type="array")


def test_an_array_bytes_and_a_file_are_read_alike(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...], tmp_path: Path
) -> None:
    """The way in makes no difference."""
    pixels = draw_mrz(td3).pixels
    raw = cv2.imencode(".png", pixels)[1].tobytes()
    (tmp_path / "page.bin").write_bytes(raw)
    for source in (pixels, raw, tmp_path / "page.bin", str(tmp_path / "page.bin")):
        reading = read_mrz(source, engine=Reader())
        assert reading is not None
        assert reading.lines == ("X",)


def test_infrared_is_read_where_the_visible_light_shows_nothing(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """The ink of an MRZ absorbs infrared."""
    blank, printed = np.full((200, 700), 200, np.uint8), draw_mrz(td3).pixels
    capture = Capture(
        images={Light.VISIBLE: (image(blank),), Light.IR: (image(printed),), Light.UV: (image(blank),)}
    )
    reader = Reader()
    assert read_mrz(capture, engine=reader) is not None
    assert [len(bands) > 0 for _, bands in reader.seen] == [False, True]


def test_what_is_read_in_visible_light_is_not_looked_for_elsewhere(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """The first light that shows a zone is enough."""
    printed = image(draw_mrz(td3).pixels)
    reader = Reader()
    assert (
        read_mrz(Capture(images={Light.VISIBLE: (printed,), Light.IR: (printed,)}), engine=reader) is not None
    )
    assert len(reader.seen) == 1


def test_a_picture_without_a_zone_reads_as_none() -> None:
    """Nothing found is no error."""
    assert read_mrz(np.full((300, 400, 3), 180, np.uint8), engine=Reader()) is None


def test_an_unreadable_input_is_an_input_error(tmp_path: Path) -> None:
    """Not a reading of nothing."""
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    with pytest.raises(InputError):
        read_mrz(tmp_path / "broken.jpg", engine=Reader())
    with pytest.raises(InputError):
        read_mrz(b"", engine=Reader())
    assert issubclass(DecodeError, InputError)


def test_the_limits_are_kept() -> None:
    """They reach the decoder."""
    with pytest.raises(LimitExceededError):
        read_mrz(np.zeros((200, 200), np.uint8), engine=Reader(), limits=stage.Limits(max_pixels=100))


def test_an_unknown_engine_is_a_usage_error() -> None:
    """Its text names those there are."""
    with pytest.raises(UsageError, match="tesseract"):
        read_mrz(np.zeros((9, 9), np.uint8), engine="crystal ball")


def test_without_any_engine_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """`None` asks for the best installed; there may be none."""
    monkeypatch.setattr(stage, "load_engine", lambda name: name)
    with pytest.raises(EngineUnavailableError, match="pip install"):
        read_mrz(np.zeros((9, 9), np.uint8))


def test_an_engine_that_has_a_quicker_one_is_asked_through_it(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """Lines are wanted here; who measures where characters stand asks the engine itself."""

    @dataclass(frozen=True)
    class Double(Reader):
        quick: Reader | None = None

    careful = Double(quick=Reader())
    assert careful.quick is not None
    assert read_mrz(draw_mrz(td3).pixels, engine=careful) is not None
    assert (len(careful.quick.seen), len(careful.seen)) == (1, 0)
    alone = Double(quick=None)
    assert read_mrz(draw_mrz(td3).pixels, engine=alone) is not None
    assert len(alone.seen) == 1


def test_image_bands_are_the_bands_an_engine_is_given(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...]
) -> None:
    """For callers who drive an engine themselves; the first sure zone is found by a shorter search, hence not quite."""
    pixels = draw_mrz(td1).pixels
    reader = Reader()
    read_mrz(pixels, engine=reader)
    assert np.allclose(image_bands(pixels)[0].corners, reader.seen[0][1][0].corners, atol=3)


def test_other_zones_are_looked_for_when_the_first_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """One sure band is enough for most images; two documents on one take a second search."""
    band = MrzBand(corners=np.zeros((4, 2)), n_lines=2, score=1.0)
    asked: list[int | None] = []

    def bands(_pixels: Pixels, *, enough: int | None = None) -> tuple[MrzBand, ...]:
        asked.append(enough)
        return (band,) * (enough or 2)

    class Blind(Reader):
        def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:
            return super().read(pixels, bands[1:])

    monkeypatch.setattr(stage, "find_mrz_bands", bands)
    assert read_mrz(draw_mrz(td3).pixels, engine=Blind()) is not None
    assert asked == [1, None]


def test_all_zones_of_two_cards_on_one_page_are_read(
    draw_mrz: Callable[..., Any], td1: tuple[str, ...], td3: tuple[str, ...]
) -> None:
    """Each once, the first as `read_mrz` reads it; the caller's pixels stay as they are."""
    cards = [draw_mrz(td1, pitch=16).pixels, draw_mrz(td3, pitch=12).pixels]
    width = max(card.shape[1] for card in cards)
    page = np.vstack(
        [np.pad(card, ((0, 40), (0, width - card.shape[1])), constant_values=90) for card in cards]
    )
    before = page.copy()
    readings = read_all_mrz(page)
    first = read_mrz(page)
    assert {reading.lines for reading in readings} == {td1, td3}
    assert first is not None
    assert readings[0].lines == first.lines
    assert np.array_equal(page, before)


def test_a_page_without_a_zone_has_no_readings_and_no_page_has_endless_ones(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """An engine that reads whatever it is given is stopped."""
    band = MrzBand(corners=np.array([[0, 0], [9, 0], [9, 4], [0, 4.0]]), n_lines=2, score=1.0)

    class Dreamer(Reader):
        def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:  # noqa: ARG002
            return super().read(pixels, [band])

    assert read_all_mrz(np.full((300, 400, 3), 180, np.uint8), engine=Reader()) == ()
    assert len(read_all_mrz(draw_mrz(td3).pixels, engine=Dreamer())) == MOST_ZONES


def test_ties_are_settled_unless_the_print_alone_is_asked_for(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """By the grammar of the format, which the reading names."""
    pixels = draw_mrz(td3).pixels
    plain, weighed = read_mrz(pixels, prior=None), read_mrz(pixels)
    assert plain is not None
    assert weighed is not None
    assert (plain.prior, weighed.prior) == (None, "grammar")
    assert [reading.prior for reading in read_all_mrz(pixels)] == ["grammar"]
    assert [reading.prior for reading in read_all_mrz(pixels, prior=None)] == [None]
    with pytest.raises(UsageError, match="grammar"):
        read_mrz(np.zeros((9, 9), np.uint8), engine=Reader(), prior="wishful")


def test_a_large_photo_is_decoded_without_its_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the time of a photo is its colours; a small one is seen as the checks see it."""
    seen: list[int] = []
    monkeypatch.setattr(
        stage, "grey_of", lambda pixels: seen.append(pixels.ndim) or np.zeros((40, 60), np.uint8)
    )
    for shape in ((2100, 3000, 3), (300, 420, 3)):
        _, data = cv2.imencode(".jpg", np.full(shape, 200, np.uint8))
        assert read_mrz(data.tobytes()) is None
    assert seen == [2, 3]


def large_photo(pixels: Pixels) -> bytes:
    """The JPEG of a photo of 6 megapixels with these pixels in its corner."""
    photo = np.full((2100, 3000), 200, np.uint8)
    photo[100 : 100 + pixels.shape[0], 20 : 20 + pixels.shape[1]] = pixels
    return cv2.imencode(".jpg", cv2.cvtColor(photo, cv2.COLOR_GRAY2BGR))[1].tobytes()


@pytest.mark.parametrize(("pitch", "at_half"), [(56, True), (16, False)])
def test_a_large_photo_is_read_at_half_its_size_where_its_zone_is_large(
    draw_mrz: Callable[..., Any],
    td3: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    pitch: int,
    *,
    at_half: bool,
) -> None:
    """In pixels of the photo; a small zone, or one read less surely, is read in the whole of it."""
    photo = large_photo(draw_mrz(td3, pitch=pitch).pixels)
    in_full: list[int] = []
    load = stage.load_images
    monkeypatch.setattr(
        stage, "load_images", lambda *given, **said: in_full.append(1) or load(*given, **said)
    )
    found = read_mrz(photo)
    assert bool(in_full) is not at_half
    monkeypatch.setattr(stage, "_LARGE_PX", 1e9)
    whole = read_mrz(photo)
    assert found is not None
    assert whole is not None
    assert found.lines == whole.lines == td3
    pairs = zip(found.characters[0], whole.characters[0], strict=True)
    assert max(np.abs(one.corners - other.corners).max() for one, other in pairs) < 1.0


def test_the_first_page_of_a_file_of_several_is_read(
    draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """As stated; the others are not looked at."""
    pages = [PillowImage.fromarray(pixels) for pixels in (draw_mrz(td3).pixels, np.zeros((50, 60), np.uint8))]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    reader = Reader()
    assert read_mrz(file.getvalue(), engine=reader) is not None
    assert [seen.shape for seen, _ in reader.seen] == [pages[0].size[::-1]]
