"""Words for places and values that a person can look up on the document: characters of the zone, fields, dates."""

from collections.abc import Iterator
from datetime import date

from docforensics.checks.support.mrz_print import field_name
from docforensics.document import Side
from docforensics.formats.layout import MrzLayout
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_TEMPLATE_NAMES = {
    "number": "document_number",
    "document-number": "document_number",
    "birth": "birth_date",
    "date-of-birth": "birth_date",
    "expires": "expiry_date",
    "date-of-expiry": "expiry_date",
    "surname": "surname",
    "given-names": "given_names",
    "nationality": "nationality",
    "sex": "sex",
}
"""Names that templates give to the fields of personal data."""
_NOT_CODED = frozenset(
    {"date-of-issue", "valid-from", "place-of-birth", "place-of-issue", "authority", "personal-number"}
)
"""Names of places whose values the coded line does not state."""
_ON_IT = 0.5
"""Share of a print that lies on a place, from which it is the place's. A judgement; not fitted."""


def field_places(side: Side) -> dict[str, BoxMm]:
    """Give the places where the side's template has the fields, millimetres, by the MRZ's names of fields."""
    features = side.match.template.of_kind(FeatureKind.PERSONAL_DATA) if side.match else ()
    return {_TEMPLATE_NAMES[item.name]: item.box for item in features if item.name in _TEMPLATE_NAMES}


def is_not_coded(side: Side, box: BoxMm | None) -> bool:
    """Whether a print stands where the side's template has a value that the coded line does not state, such as the date of issue."""
    features = side.match.template.of_kind(FeatureKind.PERSONAL_DATA) if side.match and box else ()
    return box is not None and any(
        box.overlap(item.box) > _ON_IT * box.area for item in features if item.name in _NOT_CODED
    )


def field_at(side: Side, box: BoxMm) -> str:
    """Name the field that a place shares most with, in words; empty where it touches none."""
    name = field_of(side, box)
    return field_name(name) if name else ""


def field_of(side: Side, box: BoxMm) -> str:
    """Give the MRZ's name of the field that a place shares most with; empty where it touches none."""
    shared = {name: box.overlap(place) for name, place in field_places(side).items()}
    name = max(shared, key=lambda one: shared[one], default="")
    return name if name and shared[name] > 0 else ""


def character_name(layout: MrzLayout | None, line: int, column: int) -> str:
    """Name a character of the zone, counted from 0: `4th character of the document number`; without a layout by its line."""
    for name, start in _spans(layout, line, column):
        return f"{ordinal(column - start + 1)} character of the {field_name(name)}"
    for check in layout.checks if layout else ():
        if (check.line, check.column) == (line, column):
            return f"check digit of the {field_name(check.name)}"
    return f"{ordinal(column + 1)} character of line {line + 1}"


def _spans(layout: MrzLayout | None, line: int, column: int) -> Iterator[tuple[str, int]]:
    """Fields that a character belongs to, with the column where each begins."""
    for spec in layout.fields if layout else ():
        if spec.span.line == line and spec.span.start <= column < spec.span.stop:
            yield spec.name, spec.span.start


def ordinal(number: int) -> str:
    """Write 1 as `1st`, 12 as `12th`, 23 as `23rd`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def date_words(day: date) -> str:
    """Write a date as most documents print it, whatever the language of the machine: `20 SEP 2036`."""
    return f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year}"


def coded_value(mrz: Mrz, name: str, inspected_on: date) -> str:
    """Write the MRZ's value of a field as the page would print it; a date that does not exist stays as it is coded."""
    if name in {"surname", "given_names"}:
        return " ".join(mrz.name.primary if name == "surname" else mrz.name.secondary)
    if name == "document_number":
        return mrz.document_number
    raw = mrz.fields[name].value if name in mrz.fields else ""
    told = {"birth_date": mrz.birth_date, "expiry_date": mrz.expiry_date}.get(name)
    found = told(inspected_on) if told and raw else None
    return date_words(found.date) if found and found.date else raw
