"""Zones that the MRZ's reader did not read."""

from types import SimpleNamespace

import numpy as np
import pytest

from docforensics.checks.mrz import _unread
from docforensics.page.band.find import MrzBand

CARD = ("C<UTONS53836516<<<<<", "5704200F3108088UTO<<4", "CHARITOS<<ZOI<DANAI<")
"""As the reader of ordinary print leaves a card of three lines of 30: of a row of fillers it reads a few."""
PITCH = 2.54


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (CARD, 3),
        ((CARD[0], CARD[1][:18]), 2),
        (("C<UTONS53836516<<<<<5704200F3108088UTO<<4",), 0),  # one line
        ((CARD[0] + "<<<<", CARD[1][:10] + "<<<<"), 0),  # a line of 14
        (("C<UTO<S53836516<", "5704200F31080<UT"), 0),  # 32 symbols in all
        (("A" * 20, "B" * 20), 0),  # no fillers
    ],
)
def test_a_card_keeps_its_zone_where_rows_of_fillers_are_not_read(
    monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], found: int
) -> None:
    """Two lines of 15 symbols, 36 in all, and three fillers among them; no line of the card has 22."""

    def line(_grey: object, _band: object, row: int, _reader: object) -> tuple[str, np.ndarray]:
        symbols = lines[row]
        return symbols, np.column_stack([PITCH * np.arange(len(symbols)), np.full(len(symbols), 4.0 * row)])

    monkeypatch.setattr(_unread, "_line", line)
    band = MrzBand(
        corners=np.array([[0, 0], [76, 0], [76, 11], [0, 11]], float), n_lines=len(lines), score=1.0
    )
    side = SimpleNamespace(
        bands=(band,),
        capture=SimpleNamespace(primary=SimpleNamespace(pixels=np.zeros((20, 80), np.uint8))),
        page=SimpleNamespace(to_mm=np.asarray),
    )
    assert len(_unread.read_unread(side, lambda _: None)) == found  # type: ignore[arg-type]
