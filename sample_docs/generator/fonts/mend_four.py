"""Redraw the 4 of OCRB.otf: ``python sample_docs/generator/fonts/mend_four.py`` (needs fonttools).

In the Debian build of the font the inner edge of the slanting stroke is one bulging curve, which closes the counter.
In the METAFONT source the stroke is a round pen of 100 units drawn from (163, 214) to (380, 720): its inner edge is
a straight line, as here. Run twice, it changes nothing more.
"""

from pathlib import Path

from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

FILE = Path(__file__).parent / "OCRB.otf"
_BULGE = ("curveTo", ((221, 710), (430, 710), (430, 720)))
_START = ("lineTo", ((221, 264),))
_STRAIGHT = (
    ("lineTo", ((239, 264),)),
    ("lineTo", ((426, 700),)),
    ("curveTo", ((429, 707), (430, 713), (430, 720))),
)
"""The pen's edge, 50 units beside its path, and the start of its round end."""


def mend(font: TTFont) -> bool:
    """Redraw the glyph; False if it is in order."""
    drawn = RecordingPen()
    font.getGlyphSet()["four"].draw(drawn)
    if _BULGE not in drawn.value:
        return False
    place = drawn.value.index(_START)
    assert drawn.value[place + 1] == _BULGE  # noqa: S101  (the glyph this script was written for)
    drawn.value[place : place + 2] = _STRAIGHT
    top = font["CFF "].cff.topDictIndex[0]
    pen = T2CharStringPen(font["hmtx"]["four"][0] - top.Private.nominalWidthX, None)
    drawn.replay(pen)
    top.CharStrings["four"] = pen.getCharString(top.Private, top.GlobalSubrs)
    return True


if __name__ == "__main__":
    opened = TTFont(FILE, recalcTimestamp=False)
    if mend(opened):
        opened.save(FILE)
