"""Rows of fields: which fields share a row, how large their type is, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sample_docs.generator.geometry import Box

WIDE = {"surname", "given_names", "birthplace", "authority", "remarks", "permit"}
NARROW = {"type", "country", "sex", "visa_class", "entries"}
_LINE = 1.16
"""Height of a line of type over its size, accents and descenders included (`elements.Text.box`)."""
STYLES = ("above", "below", "beside", "numbered")
"""Where a label stands: over its value, under it, at its left, or as a number explained nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field: the place of its label and that of its value, page mm."""

    name: str
    label: Box
    value: Box

    @property
    def box(self) -> Box:
        """Both."""
        x, y = min(self.label.x, self.value.x), min(self.label.y, self.value.y)
        right = max(self.label.x + self.label.w, self.value.x + self.value.w)
        foot = max(self.label.y + self.label.h, self.value.y + self.value.h)
        return Box(x=x, y=y, w=right - x, h=foot - y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typesetting:
    """How an office sets its fields; sizes in mm of the em."""

    style: str
    label: float
    value: float
    across: int
    """Most fields in one row."""

    @property
    def row(self) -> float:
        """Height of one row."""
        if self.style in {"above", "below"}:
            return _LINE * (self.label + self.value)
        return _LINE * max(self.label, self.value) + 0.2

    def scaled(self, factor: float) -> "Typesetting":
        """The same in a larger or smaller type."""
        return Typesetting(
            style=self.style, label=self.label * factor, value=self.value * factor, across=self.across
        )


def least_width(name: str, setting: Typesetting) -> float:
    """Width below which a field would have to be condensed too much, mm."""
    letters = 15.0 if name in WIDE else 2.6 if name in NARROW else 7.4
    own = letters * setting.value
    if setting.style == "beside":
        return 1.85 * own if name not in NARROW else own + 6.5 * setting.label
    if setting.style == "numbered":
        return own + 2.4 * setting.label
    return max(own, 5.0 * setting.label)


def set_rows(
    region: Box, names: Sequence[str], setting: Typesetting, rng: np.random.Generator
) -> tuple[Cell, ...]:
    """Cells for ``names`` in rows of ``region``; empty where they do not fit."""
    rows = _rows(region.w, names, setting)
    spare = region.h - len(rows) * setting.row
    gap = spare / max(1, len(rows) - 1) if len(rows) > 1 else spare
    if not rows or spare < 0 or (len(rows) > 1 and gap < 0.25):
        return ()
    step = setting.row + min(gap, float(rng.uniform(1.0, 3.6)))
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        cells += _row(region, row, region.y + number * step, setting)
    return tuple(cells)


def _rows(width: float, names: Sequence[str], setting: Typesetting) -> list[list[str]]:
    """Fill rows from the left as long as everything keeps its least width; none where one field is too wide alone."""
    rows: list[list[str]] = []
    taken = 0.0
    for name in names:
        need = least_width(name, setting)
        if need > width:
            return []
        if rows and len(rows[-1]) < setting.across and taken + need + 1.0 <= width:
            rows[-1].append(name)
            taken += need + 1.0
        else:
            rows.append([name])
            taken = need
    return rows


def _row(region: Box, names: Sequence[str], y: float, setting: Typesetting) -> list[Cell]:
    needs = [least_width(name, setting) for name in names]
    # What is left over goes to all alike, but a short field alone in its row does not stretch over the page.
    share = (
        min(1.9, (region.w - 1.0 * (len(names) - 1)) / sum(needs)) if len(names) > 1 else region.w / needs[0]
    )
    cells, x = [], region.x
    for name, need in zip(names, needs, strict=True):
        cells.append(_cell(name, Box(x=x, y=y, w=need * share, h=setting.row), setting))
        x += need * share + 1.0
    return cells


def _cell(name: str, box: Box, setting: Typesetting) -> Cell:
    label_h, value_h = _LINE * setting.label, _LINE * setting.value
    if setting.style == "above":
        label = Box(x=box.x, y=box.y, w=box.w, h=label_h)
        value = Box(x=box.x, y=box.y + label_h, w=box.w, h=value_h)
    elif setting.style == "below":
        value = Box(x=box.x, y=box.y, w=box.w, h=value_h)
        label = Box(x=box.x, y=box.y + value_h, w=box.w, h=label_h)
    else:
        share = 0.42 * box.w if setting.style == "beside" else 2.2 * setting.label
        share = min(max(share, 2.2 * setting.label), 0.5 * box.w)
        foot = box.y + max(label_h, value_h)
        label = Box(x=box.x, y=foot - label_h, w=share - 0.5, h=label_h)
        value = Box(x=box.x + share, y=foot - value_h, w=box.w - share, h=value_h)
    return Cell(name=name, label=label, value=value)
