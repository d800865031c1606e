# ruff: noqa: RUF001  (letters of other scripts are the point)
"""Names and their form in the MRZ alphabet."""

import numpy as np
import pytest

from sample_docs.generator import names


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("MÜLLER-LINDT", "MUELLER LINDT"),
        ("ÅSTRØM", "AASTROEM"),
        ("D'ARTAGNAN", "DARTAGNAN"),
        ("ЮЛИЯ", "IULIIA"),
    ],
)
def test_names_are_transliterated_as_icao_says(written: str, latin: str) -> None:
    """Doc 9303-3, section 6."""
    assert names.transliterate(written) == latin


def test_every_name_that_can_be_drawn_is_in_the_mrz_alphabet() -> None:
    """A thousand draws leave nothing but A to Z and blanks."""
    rng = np.random.default_rng(3)
    drawn = [name for k in range(350) for name in names.draw(rng, "FM"[k % 2])]
    assert all(set(name.latin) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ ") for name in drawn)


def test_a_name_in_another_script_is_printed_with_its_latin_form() -> None:
    """Doc 9303-3 asks for a transliteration beside the national script."""
    assert names.name("ВЕРА").printed == "ВЕРА / VERA"
    assert names.name("ZOË").printed == "ZOË"
