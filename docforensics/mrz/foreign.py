"""Zones that have the shape of a travel document's and hold something else: registration certificates of vehicles, tickets, passes.

Their lines are as many and as long as a format's, their type face may be OCR-B, and no field stands where Doc 9303 has it. Laid against
the format nearly every rule is broken at once, which no forgery of a travel document does: an altered character breaks one field.
"""

from docforensics.formats.alphabet import DIGITS, FILLER
from docforensics.formats.recognise import format_of
from docforensics.formats.table import FORMATS
from docforensics.mrz.icao import document_code_faults
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.mrz.reading import MrzReading

_SURE = 0.9
"""Posterior of a symbol from which it is taken as printed."""
_MOST_BROKEN = 2
"""Fields, check digits that are letters and the document code among them, that may hold symbols of another kind on a travel document. Of
some 100 published prints of such documents (`benchmarks/real`) none has more than two; a judgement."""
_MOST_AGREEING = 1
"""Check digits that agree by chance: one in ten does."""


def is_foreign(reading: MrzReading) -> bool:
    """Whether a zone of a format's shape holds another kind of document's data; False where its shape is of no format."""
    if format_of(reading.lines) is None:
        return False
    mrz = parse_mrz(reading.lines)
    if sum(digit.agrees for digit in mrz.check_digits) > _MOST_AGREEING:
        return False
    return len(_broken(reading, mrz)) > _MOST_BROKEN


def _broken(reading: MrzReading, mrz: Mrz) -> frozenset[str]:
    """Name what holds a symbol, surely read, that may not stand there."""
    layout = FORMATS[mrz.format].layout
    allowed = [
        (spec.name, spec.span.line, column, spec.charset)
        for spec in layout.fields
        for column in range(spec.span.start, spec.span.stop)
    ]
    allowed += [
        (f"digit of {digit.name}", digit.line, digit.column, DIGITS + FILLER) for digit in mrz.check_digits
    ]
    found = {
        name
        for name, line, column, symbols in allowed
        if (character := reading.characters[line][column]).symbol not in symbols
        and character.confidence >= _SURE
    }
    code = mrz.fields["document_code"].raw if "document_code" in mrz.fields else ""
    return frozenset(
        found | ({"document_code"} if code and document_code_faults(code, mrz.format) else set())
    )
