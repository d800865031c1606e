"""Changing what a sheet says, and with it the ground truth."""

import dataclasses
from datetime import date

import numpy as np

from sample_docs.generator import names
from sample_docs.generator.elements import Picture, Text
from sample_docs.generator.mrz import check_digit, mrz_date
from sample_docs.generator.people import Record
from sample_docs.generator.sheet import Sheet, mrz_data


def text_element(sheet: Sheet, name: str) -> Text:
    """The text element ``name`` of a sheet."""
    element = sheet.find(name)
    if not isinstance(element, Text):
        raise TypeError(f"{name} is no text")
    return element


def picture_element(sheet: Sheet, name: str = "portrait") -> Picture:
    """The picture element ``name`` of a sheet."""
    element = sheet.find(name)
    if not isinstance(element, Picture):
        raise TypeError(f"{name} is no picture")
    return element


def mrz_texts(sheet: Sheet) -> tuple[Text, ...]:
    """The elements of the MRZ lines, top first."""
    return tuple(text_element(sheet, f"mrz-{n}") for n in range(len(sheet.mrz)))


def with_visible(sheet: Sheet, **texts: str) -> Sheet:
    """The sheet printed, and recorded, with other texts in the named fields of the visual zone."""
    changed = sheet
    for name, text in texts.items():
        changed = changed.with_element(dataclasses.replace(text_element(sheet, f"field-{name}"), text=text))
    return dataclasses.replace(changed, visible=tuple((k, texts.get(k, v)) for k, v in sheet.visible))


def with_mrz(sheet: Sheet, lines: tuple[str, ...]) -> Sheet:
    """The sheet printed, and recorded, with another MRZ."""
    changed = sheet
    for element, line in zip(mrz_texts(sheet), lines, strict=True):
        changed = changed.with_element(dataclasses.replace(element, text=line))
    return dataclasses.replace(changed, mrz=lines)


def composed(sheet: Sheet, record: Record) -> tuple[str, ...]:
    """The MRZ this side would bear for another record."""
    return sheet.design.compose(mrz_data(sheet.design, record)) if sheet.design.compose else ()


CHECK_CELLS = {
    "TD3": ((1, 9), (1, 19), (1, 27), (1, 42), (1, 43)),
    "TD2": ((1, 9), (1, 19), (1, 27), (1, 35)),
    "TD1": ((0, 14), (1, 6), (1, 14), (1, 29)),
    "MRVA": ((1, 9), (1, 19), (1, 27)),
    "MRVB": ((1, 9), (1, 19), (1, 27)),
}
"""Line and column of every check digit, from 0 (Doc 9303 parts 4 to 7)."""


def with_old_digits(sheet: Sheet, lines: tuple[str, ...]) -> tuple[str, ...]:
    """``lines`` with the check digits of the sheet's own MRZ: what a forger who does not compute them leaves."""
    kept = [list(line) for line in lines]
    for row, column in CHECK_CELLS[sheet.design.document_type]:
        kept[row][column] = sheet.mrz[row][column]
    return tuple("".join(line) for line in kept)


def other_birth(record: Record, rng: np.random.Generator) -> Record:
    """The record with a date of birth some years off, so chosen that its check digit changes."""
    born = record.holder.birth
    for years in rng.permutation([-9, -7, -6, -4, 3, 4, 6, 8]):
        shifted = date(born.year + int(years), born.month, min(born.day, 28))
        if check_digit(mrz_date(shifted)) != check_digit(mrz_date(born)):
            return record.changed(birth=shifted)
    raise ValueError("no year changes the check digit")


def other_given(record: Record, rng: np.random.Generator) -> names.Name:
    """A given name to type in."""
    return names.another_given(rng, record.holder.sex, record.holder.given)


def texts_for(sheet: Sheet, record: Record) -> dict[str, str]:
    """What the visual zone of this side would say of another record, in the issuer's own way of writing."""
    return sheet.design.visible(record)
