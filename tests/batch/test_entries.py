"""A document as plain values."""

import pytest

from docforensics.batch.entries import EntryFile, EntrySide, ScanEntry
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind


@pytest.mark.parametrize(
    "side",
    [
        EntrySide(pictures=(EntryFile(address="a"),)),
        EntrySide(pictures=(EntryFile(address="a"),), channel=Channel.SCANNER),
        EntrySide(pictures=(EntryFile(address="a"),), size_mm=(150.0, 66.0)),
        EntrySide(
            pictures=(EntryFile(address="a"), EntryFile(address="u", light=Light.UV)), side=SideKind.FRONT
        ),
    ],
)
def test_entries_travel_whole(side: EntrySide) -> None:
    """As plain values and back."""
    entry = ScanEntry(name="x", sides=(side, side))
    assert ScanEntry.unpacked(entry.packed()) == entry
    assert ScanEntry.unpacked(ScanEntry(name="x", sides=(side,)).packed()) == ScanEntry(
        name="x", sides=(side,)
    )
