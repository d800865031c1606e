"""Document numbers that a scan keeps: encrypted, bound to their document, and opened with the link key alone."""

from datetime import date
from pathlib import Path

import pytest

from docforensics.batch.link.sealed import KeptNumber, NumberSeal
from docforensics.errors import UsageError
from docforensics.examiner import Examiner

pytest.importorskip("cryptography")
PAGE = Path(__file__).parents[3] / "sample_docs/documents/td3-2-0001-flatbed/data-page-white.jpg"
NUMBER = KeptNumber(issuer="UTO", readings={"L898902C3": 0.99})


def test_a_number_is_opened_with_its_key_for_its_document_alone() -> None:
    """Another key, another document and a changed byte are refused; the number is nowhere in what is kept."""
    seal, other = NumberSeal(b"a" * 32), NumberSeal(b"b" * 32)
    raw = seal.sealed(NUMBER, "one")
    assert seal.opened(raw, "one") == NUMBER
    assert b"L898902C3" not in raw
    assert "L898902C3" not in repr(NUMBER)
    for opener, kept, content in ((other, raw, "one"), (seal, raw, "two"), (seal, raw[:-1] + b"\0", "one")):
        with pytest.raises(UsageError, match="another link key"):
            opener.opened(kept, content)


def test_what_is_kept_shows_neither_length_nor_that_two_numbers_are_alike() -> None:
    """Under two documents; the same document gives the same bytes."""
    seal = NumberSeal(b"a" * 32)
    short = seal.sealed(KeptNumber(issuer="UTO", readings={"L89": 0.99}), "one")
    assert len(short) == len(seal.sealed(NUMBER, "one"))
    assert seal.sealed(NUMBER, "one") == seal.sealed(NUMBER, "one")
    assert seal.sealed(NUMBER, "one") != seal.sealed(NUMBER, "two")


def test_a_page_gives_its_number_and_a_blank_one_the_reason() -> None:
    """As the check of alerted numbers reads it."""
    examiner, seal, day = Examiner(), NumberSeal(b"a" * 32), date(2026, 11, 24)
    document = examiner.read(str(PAGE), inspected_on=day, channel="scanner")
    row = seal.kept(document, "x")
    assert row["why"] is None
    opened = seal.opened(row["sealed"], "x")
    assert document.mrz is not None
    assert opened.issuer == "UTO"
    assert max(opened.readings, key=lambda one: opened.readings[one]) == document.mrz.document_number
    import numpy as np

    blank = examiner.read(np.full((200, 280), 210, np.uint8), inspected_on=day)
    assert seal.kept(blank, "x") == {"sealed": None, "why": "no_mrz"}
