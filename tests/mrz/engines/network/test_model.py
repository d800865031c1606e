"""The shipped networks of the MRZ: what they take and give, and that they are loaded once."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.mrz.engines.network.model import (
    LineModel,
    in_fours,
    load_model,
    load_quick,
)
from docforensics.resources import resource

WEIGHTS = ("mrz-reader/line.onnx", "mrz-reader/quick.onnx")


@pytest.mark.parametrize("load", [load_model, load_quick])
def test_a_shipped_model_gives_a_column_every_fourth_pixel(load: Callable[[], LineModel]) -> None:
    """37 scores, a centre and a height."""
    model = load()
    assert model.columns(np.zeros((2, 32, 320), np.float32)).shape == (2, 39, 80)
    assert 0.5 < model.temperature < 2.0


def test_four_neighbouring_pixels_become_the_channels_of_one_place() -> None:
    """The upper two first."""
    lines = np.arange(2 * 32 * 8, dtype=np.float32).reshape(2, 32, 8)
    fours = in_fours(lines)
    assert fours.shape == (2, 4, 16, 4)
    assert fours[1, :, 5, 3].tolist() == lines[1, 10:12, 6:8].ravel().tolist()


def test_the_weights_are_loaded_once_a_process() -> None:
    """Reading an image without naming an engine costs no loading."""
    assert load_model() is load_model()
    assert load_quick() is load_quick()
    assert load_quick() is not load_model()


def test_the_weights_are_small() -> None:
    """At most 3 MB together."""
    assert sum(resource(file).stat().st_size for file in WEIGHTS) < 3_000_000
