"""What the inks do in each light."""

import numpy as np
import pytest

from sample_docs.generator import render as rendering
from sample_docs.generator.designs import designs
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.lights import Light, View
from sample_docs.generator.render import Raster, render
from sample_docs.generator.sheet import Sheet

SCALE = 8.0


def _sheet(name: str = "td3-2") -> Sheet:
    return sheets(Job(design=name, copy=1, holder=2, channel="flatbed"))[-1]


def _mrz_contrast(raster: Raster) -> float:
    """Share of the paper's brightness that the darkest characters take away in the MRZ."""
    band = raster[-int(17 * SCALE) : -int(8 * SCALE)].mean(axis=2)
    return float(1 - np.percentile(band, 1) / np.percentile(band, 80))


@pytest.mark.parametrize("name", sorted(designs()))
def test_the_mrz_of_every_genuine_document_absorbs_in_ir(name: str) -> None:
    """Doc 9303-3: print contrast of 0.6 at least at 900 nm."""
    assert _mrz_contrast(render(_sheet(name), View(light=Light.IR), SCALE)) > 0.6


@pytest.mark.parametrize("name", sorted(designs()))
def test_the_substrate_is_dull_under_uv_and_the_print_glows(name: str) -> None:
    """The median pixel is dark; some are bright."""
    page = render(_sheet(name), View(light=Light.UV), SCALE).max(axis=2)
    assert np.median(page) < 80
    assert np.percentile(page, 99.5) > 120


def test_the_background_drops_out_in_ir() -> None:
    """The guilloche that white light shows is all but gone at 900 nm."""
    sheet = _sheet()
    box = np.s_[int(66 * SCALE) : int(70 * SCALE), int(20 * SCALE) : int(110 * SCALE)]
    white = render(sheet, View(light=Light.WHITE), SCALE)[box].mean(axis=2)
    infrared = render(sheet, View(light=Light.IR), SCALE)[box].mean(axis=2)
    assert infrared.std() < 0.4 * white.std()


def test_the_device_changes_with_the_tilt_and_nothing_else_does() -> None:
    """Optically variable: another tilt, other colours, inside the device only."""
    sheet = _sheet()
    one, other = (render(sheet, View(tilt=t, gleam=1.0), SCALE).astype(int) for t in (0.1, 0.6))
    changed = np.abs(one - other).max(axis=2) > 8
    device = next(e for e in sheet.over if e.name == "device").box  # type: ignore[attr-defined]
    x0, y0, x1, y1 = device.grown(0.3).pixels(SCALE)
    assert changed[y0:y1, x0:x1].mean() > 0.05
    changed[y0:y1, x0:x1] = False
    assert not changed.any()


def test_a_page_renders_to_the_same_pixels_every_time() -> None:
    """Grain and fibres are of the copy, not of the moment."""
    assert np.array_equal(*(render(_sheet(), View(light=Light.UV), 6.0) for _ in range(2)))


def test_the_word_specimen_is_on_every_side() -> None:
    """No page may be mistaken for a document."""
    sides = [side for document in designs().values() for side in document]
    assert all(any(e.name == "specimen" for e in side.under) for side in sides)


def test_only_utopia_and_no_state_is_named() -> None:
    """Issuer UTO; nationalities are Utopian, unspecified or stateless."""
    sides = [side for document in designs().values() for side in document]
    assert {side.nationality for side in sides} <= {"UTO", "XXX", "XXA"}
    assert all(_sheet(name).record.issuer == "UTO" for name in designs())


def test_no_more_backgrounds_are_kept_than_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first; the latest stays whatever its size, and is drawn once."""
    kept = rendering._Backgrounds(3_000_000)
    monkeypatch.setattr(rendering, "_BACKGROUNDS", kept)
    for number in range(4):
        render(
            sheets(Job(design=f"random-{number:04d}", copy=1, holder=1, channel="flatbed"))[0], View(), 8.0
        )
    assert sum(page.nbytes for page in kept._kept.values()) <= 3_000_000
    latest = list(kept._kept.values())[-1]
    render(sheets(Job(design="random-0003", copy=2, holder=2, channel="flatbed"))[0], View(), 8.0)
    assert list(kept._kept.values())[-1] is latest
    rendering.keep_backgrounds(1)
    render(sheets(Job(design="random-0004", copy=1, holder=1, channel="flatbed"))[0], View(), 8.0)
    assert len(kept._kept) == 1
