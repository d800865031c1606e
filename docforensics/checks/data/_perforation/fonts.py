"""Digits and letters as perforated holes: which places of a small grid are pierced.

Issuers pierce numbers in dot matrix characters of their own making; no standard draws them. These are the two grids that are
built into character displays and plotters everywhere: seven segments on 3 x 5 holes (digits alone), and 5 x 7 holes. Where a symbol
is drawn in several ways, all stand here and the likeliest counts. A perforation in a type that is not here is not read.

Source of the 5 x 7 shapes: character generator of the Hitachi HD44780 (data sheet, ROM code A00), and the zero without its stroke.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Glyph = NDArray[np.bool_]
"""(rows, columns): where a hole is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DotFont:
    """A set of characters on one grid."""

    name: str
    glyphs: tuple[tuple[str, Glyph], ...]
    """Symbol and shape; a symbol may stand here several times."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the grid."""
        rows, columns = self.glyphs[0][1].shape
        return rows, columns

    @property
    def symbols(self) -> frozenset[str]:
        """What it can write."""
        return frozenset(symbol for symbol, _ in self.glyphs)


def _font(name: str, drawn: Mapping[str, tuple[str, ...]]) -> DotFont:
    """Read shapes that are written row by row, rows apart by blanks, `#` for a hole."""
    glyphs = []
    for symbol, shapes in drawn.items():
        for shape in shapes:
            glyph = np.array([[mark == "#" for mark in row] for row in shape.split()])
            glyph.setflags(write=False)
            glyphs.append((symbol, glyph))
    return DotFont(name=name, glyphs=tuple(glyphs))


SEVEN_SEGMENTS = _font(
    "seven segments",
    {
        "0": ("### #.# #.# #.# ###",),
        "1": ("..# ..# ..# ..# ..#", ".#. .#. .#. .#. .#.", "#.. #.. #.. #.. #.."),
        "2": ("### ..# ### #.. ###",),
        "3": ("### ..# ### ..# ###",),
        "4": ("#.# #.# ### ..# ..#",),
        "5": ("### #.. ### ..# ###",),
        "6": ("### #.. ### #.# ###", "#.. #.. ### #.# ###"),
        "7": ("### ..# ..# ..# ..#", "### #.# ..# ..# ..#"),
        "8": ("### #.# ### #.# ###",),
        "9": ("### #.# ### ..# ###", "### #.# ### ..# ..#"),
    },
)

FIVE_BY_SEVEN = _font(
    "five by seven",
    {
        "0": (
            ".###. #...# #..## #.#.# ##..# #...# .###.",
            ".###. #...# #...# #...# #...# #...# .###.",
        ),
        "1": ("..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.", "..#.. .##.. ..#.. ..#.. ..#.. ..#.. ..#.."),
        "2": (".###. #...# ....# ...#. ..#.. .#... #####",),
        "3": ("##### ...#. ..#.. ...#. ....# #...# .###.", ".###. #...# ....# ..##. ....# #...# .###."),
        "4": ("...#. ..##. .#.#. #..#. ##### ...#. ...#.",),
        "5": ("##### #.... ####. ....# ....# #...# .###.",),
        "6": ("..##. .#... #.... ####. #...# #...# .###.", ".###. #...# #.... ####. #...# #...# .###."),
        "7": ("##### ....# ...#. ..#.. .#... .#... .#...", "##### #...# ....# ...#. ..#.. ..#.. ..#.."),
        "8": (".###. #...# #...# .###. #...# #...# .###.",),
        "9": (".###. #...# #...# .#### ....# ...#. .##..", ".###. #...# #...# .#### ....# #...# .###."),
        "A": (".###. #...# #...# #...# ##### #...# #...#", "..#.. .#.#. #...# #...# ##### #...# #...#"),
        "B": ("####. #...# #...# ####. #...# #...# ####.",),
        "C": (".###. #...# #.... #.... #.... #...# .###.",),
        "D": ("###.. #..#. #...# #...# #...# #..#. ###..", "####. #...# #...# #...# #...# #...# ####."),
        "E": ("##### #.... #.... ####. #.... #.... #####",),
        "F": ("##### #.... #.... ####. #.... #.... #....",),
        "G": (".###. #...# #.... #.### #...# #...# .####",),
        "H": ("#...# #...# #...# ##### #...# #...# #...#",),
        "I": (".###. ..#.. ..#.. ..#.. ..#.. ..#.. .###.",),
        "J": ("..### ...#. ...#. ...#. ...#. #..#. .##..", "....# ....# ....# ....# ....# #...# .###."),
        "K": ("#...# #..#. #.#.. ##... #.#.. #..#. #...#",),
        "L": ("#.... #.... #.... #.... #.... #.... #####",),
        "M": ("#...# ##.## #.#.# #.#.# #...# #...# #...#",),
        "N": ("#...# #...# ##..# #.#.# #..## #...# #...#",),
        "O": (".###. #...# #...# #...# #...# #...# .###.",),
        "P": ("####. #...# #...# ####. #.... #.... #....",),
        "Q": (".###. #...# #...# #...# #.#.# #..#. .##.#",),
        "R": ("####. #...# #...# ####. #.#.. #..#. #...#",),
        "S": (".#### #.... #.... .###. ....# ....# ####.", ".###. #...# #.... .###. ....# #...# .###."),
        "T": ("##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",),
        "U": ("#...# #...# #...# #...# #...# #...# .###.",),
        "V": ("#...# #...# #...# #...# #...# .#.#. ..#..",),
        "W": ("#...# #...# #...# #.#.# #.#.# #.#.# .#.#.",),
        "X": ("#...# #...# .#.#. ..#.. .#.#. #...# #...#",),
        "Y": ("#...# #...# #...# .#.#. ..#.. ..#.. ..#..", "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#.."),
        "Z": ("##### ....# ...#. ..#.. .#... #.... #####",),
    },
)

FONTS = (SEVEN_SEGMENTS, FIVE_BY_SEVEN)
