"""What a scan keeps for linkage: keyed, turned, and nothing where nothing is sure."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from docforensics.batch.link.describe import Describer, ZoneData, described
from docforensics.batch.link.key import keyed, load_key
from docforensics.errors import UsageError
from docforensics.examiner import Examiner

TOLD = ZoneData(
    issuer="UTO", number="L898902C3", surname="ERIKSSON", given_names="ANNA", birth="740812", expiry=None
)


def test_identifiers_are_the_same_under_one_key_and_unrelated_under_another() -> None:
    """And the number is nowhere in them."""
    first, again, other = (Describer(key).identifiers(TOLD) for key in (b"a" * 32, b"a" * 32, b"b" * 32))
    assert first == again
    assert first["number"] != other["number"]
    assert first["number"] != keyed(b"a" * 32, "identity", "UTO|L898902C3")
    assert len(first["number"]) == 32


def test_turning_keeps_angles_and_leaves_nothing_to_look_at() -> None:
    """Cosines are those of the descriptors; the values are not."""
    random = np.random.default_rng(5)
    one, other = (described(random.integers(0, 255, (90, 70)).astype(np.uint8), "portrait") for _ in range(2))
    assert one is not None
    assert other is not None
    turned = [np.array(Describer(b"a" * 32)._turned("portrait", vector)) for vector in (one, other)]
    assert turned[0] @ turned[1] == pytest.approx(float(one @ other), abs=1e-5)
    assert abs(float(turned[0] @ one)) < 0.3


@pytest.mark.parametrize(
    "pixels", [np.full((90, 70), 200, np.uint8), np.zeros((8, 8), np.uint8)], ids=["blank", "tiny"]
)
def test_what_cannot_be_told_is_not_described(pixels: np.ndarray) -> None:
    """A blank place is like any other."""
    assert described(pixels, "portrait") is None


def test_a_page_gives_identifiers_and_pictures() -> None:
    """Of a sample passport; the same page as one line, and a blank one gives no identifiers."""
    page = Path(__file__).parents[3] / "sample_docs/documents/td3-2-0001-flatbed/data-page-white.jpg"
    examiner, describer = Examiner(), Describer(b"a" * 32)
    told = describer.describe(examiner.read(str(page), inspected_on=date(2026, 11, 24), channel="scanner"))
    assert told["model"] == "UTO-P-2-2023"
    assert told["expiry"] == date(2033, 3, 9)
    assert all(len(told[kind]) > 90 for kind in ("portrait", "signature", "page"))
    blank = describer.describe(
        examiner.read(np.full((200, 280), 210, np.uint8), inspected_on=date(2026, 11, 24))
    )
    assert {"number", "identity"} & {name for name, value in blank.items() if value} == set()
    assert blank["portrait"] is None


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    """And never inside the results that it protects."""
    key = load_key(tmp_path / "key", outside=str(tmp_path / "out"))
    assert key == load_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    with pytest.raises(UsageError, match="keep it elsewhere"):
        load_key(tmp_path / "out" / "key", outside=str(tmp_path / "out"))
    (tmp_path / "short").write_bytes(b"x")
    with pytest.raises(UsageError, match="expected 32 bytes"):
        load_key(tmp_path / "short")
