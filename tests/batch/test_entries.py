"""A document as plain values."""

import pytest

from docforensics.batch.entries import Entry, EntrySide, Picture
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind


@pytest.mark.parametrize(
    "side",
    [
        EntrySide(pictures=(Picture(address="a"),)),
        EntrySide(pictures=(Picture(address="a"),), channel=Channel.SCANNER),
        EntrySide(pictures=(Picture(address="a"), Picture(address="u", light=Light.UV)), side=SideKind.FRONT),
    ],
)
def test_entries_travel_whole(side: EntrySide) -> None:
    """As plain values and back."""
    entry = Entry(name="x", sides=(side, side))
    assert Entry.unpacked(entry.packed()) == entry
    assert Entry.unpacked(Entry(name="x", sides=(side,)).packed()) == Entry(name="x", sides=(side,))
