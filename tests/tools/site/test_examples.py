"""Every check has a picture or a sentence that states why it has none, and a picture shows what it is said to show."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from docforensics.bench.loaders import load_data_set
from docforensics.checks.registry import discover_checks
from docforensics.scoring.calibration import Calibration
from tools.site import checks, examples
from tools.site.cases import DRAWN, NO_PICTURE, SAMPLES
from tools.site.examples import ExampleError, Pair

CHECKS = {check.id: check for check in discover_checks(plugins=())}


def test_every_check_has_a_picture_or_a_sentence_that_states_why_not() -> None:
    """One of the two, once."""
    named = [*SAMPLES, *DRAWN, *NO_PICTURE]
    assert sorted(named) == sorted(CHECKS)


def test_samples_are_forged_and_have_a_genuine_twin() -> None:
    """By the manifest."""
    data = load_data_set(examples.FOLDER)
    assert all(data[name].is_forged and data[data[name].twin] for name in SAMPLES.values())


@pytest.mark.parametrize("check", list(NO_PICTURE))
def test_a_page_without_a_picture_states_what_is_compared(check: str) -> None:
    """In the place of the picture."""
    text = checks.page(CHECKS[check], Calibration.load(), None, set(CHECKS))
    assert f"## Example\n\n{NO_PICTURE[check]}\n" in text


@pytest.fixture(name="pair", scope="module")
def fixture_pair() -> dict[str, Pair]:
    """A check of the zone and one of weight 0, both drawn; examined as for the pages."""
    names = ("mrz.length", "evaluatory.second_face")
    return dict(zip(names, examples.examined(names, cards=()), strict=True))


def test_a_drawn_case_is_adverse_on_the_forged_document_alone(pair: dict[str, Pair], tmp_path: Path) -> None:
    """Both pictures are written, in one size; the forged one bears the mark."""
    example = examples.draw(pair["mrz.length"], tmp_path)
    forged, genuine = (_pixels(tmp_path / f"mrz.length-{name}.webp") for name in ("forged", "genuine"))
    assert example.message.startswith("A line of the machine readable zone is printed with 43 characters")
    assert example.values is None
    assert forged.shape[1] == genuine.shape[1]
    assert _reds(forged) > 500
    assert _reds(genuine) == 0


def _pixels(file: Path) -> np.ndarray:
    with Image.open(file) as picture:
        return np.asarray(picture.convert("RGB"))


def _reds(pixels: np.ndarray) -> int:
    return int(((pixels[..., 0] > 150) & (pixels[..., 1:].max(axis=2) < 90)).sum())


def test_a_check_of_weight_0_shows_both_values(pair: dict[str, Pair], tmp_path: Path) -> None:
    """It is never adverse."""
    example = examples.draw(pair["evaluatory.second_face"], tmp_path)
    assert example.values == (1.0, 0.0)
    text = checks.page(CHECKS["evaluatory.second_face"], Calibration.load(), example, set(CHECKS))
    assert "The check has weight 0 and is never adverse." in text


def test_a_document_on_which_the_check_is_not_adverse_is_refused(
    pair: dict[str, Pair], tmp_path: Path
) -> None:
    """The genuine document in the place of the forged one, and the forged in that of the genuine."""
    one = pair["mrz.length"]
    with pytest.raises(ExampleError, match=r"mrz\.length: marks no place"):
        examples.draw(dataclasses.replace(one, found=one.genuine), tmp_path)
    with pytest.raises(ExampleError, match=r"mrz\.length: forged: failed.*genuine: failed"):
        examples.draw(dataclasses.replace(one, genuine=one.found), tmp_path)
    shown = pair["evaluatory.second_face"]
    with pytest.raises(ExampleError, match="on the genuine one"):
        examples.draw(dataclasses.replace(shown, genuine=shown.found), tmp_path)
    assert list(tmp_path.iterdir()) == []
