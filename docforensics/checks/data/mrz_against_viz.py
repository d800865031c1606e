"""The machine readable zone against the visual zone: document number, dates, names, nationality, sex.

The content of the coded line is searched for in the print of every side of a view, in the formats, languages and transliterations that
Doc 9303 allows, and with the doubts of both readers; where a template names the place of a field, there alone. A field disagrees only where *another* value of its kind stands in its
place and both readers are sure; a field that is not found was not seen, and is not evidence.

How it is weighed: the picture's ratio of the worst field, as powers of ten by which it fits the print as read better than the
content of the coded line. Three in ten forgeries are taken to change one zone and not the other, four genuine documents in a
thousand to be printed so (deviation lists name such issues); judgements both. Agreement is weak evidence.

Cannot see: an edit of both zones alike; a name of which one of several parts was replaced, or replaced by one that is half
alike (usual names, transliterations and misreads look so); without a template, another name where the issuer prints two scripts or
where nothing on the page shows whose name it is; a name in capitals that Cyrillic or Greek letters would make nearly the coded one; values in Cyrillic, Arabic or other letters that the reader does not know; print too small or too faint to be read.

Sources: BSI TR-03135 MrzVsViz; Doc 9303-3 sections 4.6, 4.8, 6 and 7; standards.md 1.4, 1.5, 1.11, 1.12.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import log10

import numpy as np

from docforensics.checks.claims import FIELD_CLAIMS, ClaimId, Sighting, Why, claim_of_field
from docforensics.checks.outcome import Abstained, Measured, Outcome, Region, not_supported, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.left_blank import blank_places, is_left_blank
from docforensics.checks.support.likelihood import Shares, log10_lr
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Print, field_name, listed, read_print
from docforensics.checks.support.places import why_hidden
from docforensics.checks.support.wording import coded_value, field_places, is_not_coded
from docforensics.document import Document
from docforensics.errors import EngineUnavailableError
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.templates.model import FeatureKind
from docforensics.viz.fields.verify import verify
from docforensics.viz.fields.zone import DATES, DISAGREES, NAMES, FieldCheck, FieldState
from docforensics.viz.text import PageText

SPEC = CheckSpec(
    title="Visual zone and machine readable zone",
    unit="log10 LR",
    verifies=FIELD_CLAIMS,
    contradicts=frozenset({ClaimId.ONE_DOCUMENT}),
    tr03135="MrzVsViz",
    lights=WHITE_LIGHT,
    adverse="Printed data and machine readable zone (MRZ) do not state the same {disagreeing}. Printed: {printed}. MRZ: {coded}.",
    favourable="{summary}",
    undecided="The machine readable zone (MRZ) gives {asked} as {left_open}; the print could not be matched to it. Read both yourself.",
    advice="Read the marked field in both zones on the document itself and compare both with the chip; look for erasure "
    "and for characters of another type or ink.",
    personal_facts=frozenset({"summary", "printed", "coded", "asked"}),
    beside=Beside.SECOND,
    facts={
        "summary": str,
        "agreeing": str,
        "disagreeing": str,
        "not_seen": str,
        "printed": str,
        "coded": str,
        "asked": str,
    },
)

SHARES = Shares(forged=0.3, genuine=0.004)
DECIDING = ("document_number", *DATES)
"""Fields of which at least one must have been seen for the check to speak."""
_LEAST_PX_PER_MM = 4.0
"""Below, capitals of 2 mm have 8 pixels and are not read. A judgement; not fitted."""
_SURE_PX_PER_MM = 8.0
"""Below, readers of print take one character for another and are sure of it: two must differ."""
_BESIDE_MM = 2.0
"""Along a line, within which a hidden place may have taken a part of a value: a letter and a half. A judgement; not fitted."""
_ABOVE_MM = 8.0
"""Over a value, within which a hidden value may have stood below the same caption: a caption and a line. A judgement; not fitted."""
_MOST_LOST, _AS_INKED = 2, 0.5
"""Characters of a number that may be taken for its caption, and share of the value's ink that stands in their place. Judgements; not fitted."""
_SURE_LETTER = 0.9
"""Posterior. A judgement; not fitted."""
_SURE_LETTERS = 0.9
"""Share of the coded name's letters that must be sure, each by so much, before another name may be called one."""
_TOO_COARSE = not_supported(
    "the print of the visual zone is too small in this capture",
    "a capture of at least 100 ppi",
    why=Why.TOO_COARSE,
)
_BLURRED = undetermined(
    "the print of the visual zone is too blurred in this capture",
    "a sharp capture of at least 100 ppi",
    why=Why.BLURRED,
)
_NOTHING_SEEN = undetermined(
    "neither the document number nor a date of the machine readable zone was found in the visual zone",
    "an image of the side that shows the visual zone",
    why=Why.UNREADABLE,
)


def measure(document: Document) -> Outcome:
    """Weigh whether a field of the visual zone differs from the MRZ, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    if not seen.is_whole:
        return UNEVEN
    sharp = [
        (index, text)
        for index, side in enumerate(document.sides)
        if (text := side.viz.text) and side.page.quality.resolved_px_per_mm >= _LEAST_PX_PER_MM
    ]
    if not sharp:
        return _too_coarse(document)
    try:
        looks = [compared(seen, index, text) for index, text in sharp]
    except EngineUnavailableError as missing:
        # An extra; a damaged model that ships is a ResourceError to the caller.
        return not_supported("no reader of print is installed", str(missing), why=Why.NOT_INSTALLED)
    return _weighed(seen, [decisive(_at_known_places(document, same)) for same in zip(*looks, strict=True)])


def compared(seen: Print, index: int, text: PageText) -> list[tuple[int, FieldCheck]]:
    """Compare one side's print with the MRZ, field by field."""
    side = seen.document.sides[index]
    data = [one.box for one in side.match.template.of_kind(FeatureKind.PERSONAL_DATA)] if side.match else []
    checks = verify(seen.mrz, text, seen.document.inspected_on, field_places(side), data)
    return [(index, doubted(seen, index, check)) for check in checks]


def doubted(seen: Print, index: int, check: FieldCheck) -> FieldCheck:
    """Take back a disagreement that a misread of either zone explains as well."""
    if check.state is not FieldState.DISAGREES:
        return check
    side = seen.document.sides[index]
    if _runs_into_print(seen, index, check) or _is_cut(seen, index, check) or is_not_coded(side, check.box):
        return replace(check, state=FieldState.NOT_SEEN, cost=0.0)
    sharp = side.page.quality.resolved_px_per_mm >= _SURE_PX_PER_MM
    cost = min(check.cost, mrz_cost(seen, check))
    if cost < DISAGREES or (check.cost < 2 * DISAGREES and not sharp):
        return replace(check, state=FieldState.NOT_SEEN, cost=0.0)
    return replace(check, cost=cost)


def _runs_into_print(seen: Print, index: int, check: FieldCheck) -> bool:
    """Whether the print is the coded value less its first characters, and print stands where these belong: they were taken for the caption that they touch."""
    coded = seen.mrz.document_number
    lost = len(coded) - len(check.printed)
    if check.name != "document_number" or not 0 < lost <= _MOST_LOST or not coded.endswith(check.printed):
        return False
    page = seen.document.sides[index].page
    if check.box is None or page.visible is None:
        return False
    room = lost * check.box.width / len(check.printed)
    ahead = page.box_px(replace(check.box, left=check.box.left - room, right=check.box.left))
    value, grey = page.box_px(check.box), page.grey()
    if not (ahead.lies_in(grey.shape) and value.lies_in(grey.shape)):
        return False
    paper, darkest = np.median(grey[value.slices]), grey[value.slices].min()
    inked = grey < (float(paper) + float(darkest)) / 2
    return bool(inked[ahead.slices].mean() > _AS_INKED * inked[value.slices].mean())


def _is_cut(seen: Print, index: int, check: FieldCheck) -> bool:
    """Whether a part of the print at a field's place, beside it on its line, or over it is hidden.

    What is left of a value reads like another one, and under a hidden value the next one stands below the caption.
    """
    side = seen.document.sides[index]
    boxes = (check.box, field_places(side).get(check.name))
    lines = [
        replace(box, left=box.left - _BESIDE_MM, top=box.top - _ABOVE_MM, right=box.right + _BESIDE_MM)
        for box in boxes
        if box is not None
    ]
    return any(side.page.visibility.unseen(line) is not None for line in lines)


def mrz_cost(seen: Print, check: FieldCheck) -> float:
    """Compute by how many powers of ten the MRZ's picture fits what was read there better than the visual zone's value.

    Names stand otherwise in print, with blanks and in full: of them it is only asked whether the zone was read.
    """
    if check.name in NAMES:
        return check.cost if name_is_read(seen) else 0.0
    spec = seen.layout.field(check.name)
    if spec is None or len(check.printed) > spec.span.stop - spec.span.start:
        return check.cost
    rows = seen.of(spec.span)
    printed = check.printed.replace("X", FILLER) if check.name == "sex" else check.printed
    wanted = [SYMBOLS.index(symbol) for symbol in printed.ljust(len(rows), FILLER)]
    return sum(
        log10(float(row.max()) / max(float(row[symbol]), 1e-12))
        for row, symbol in zip(rows, wanted, strict=True)
    )


def name_is_read(seen: Print) -> bool:
    """Whether the coded name is surely read; no check digit covers it."""
    spans = [spec.span for name in ("name", *NAMES) if (spec := seen.layout.field(name)) is not None]
    rows = np.concatenate([seen.of(span) for span in spans])
    letters = rows[rows.argmax(axis=1) != SYMBOLS.index(FILLER)].max(axis=1)
    return bool(len(letters) and (letters >= _SURE_LETTER).mean() >= _SURE_LETTERS)


def _at_known_places(
    document: Document, looks: Sequence[tuple[int, FieldCheck]]
) -> Iterator[tuple[int, FieldCheck]]:
    """Leave out what a side without a place for the field shows where another's template names one: agreement, as a page may be added, and on a side of a known model a date beside one that agrees in its place, as many are issued on a birthday."""
    known = [looks[0][1].name in field_places(side) for side in document.sides]
    agrees = any(known[index] and check.state is FieldState.AGREES for index, check in looks)
    for index, check in looks:
        is_other_date = agrees and check.name in DATES and document.sides[index].match is not None
        unseen = not known[index] and (any(known) if check.state is FieldState.AGREES else is_other_date)
        yield index, FieldCheck(name=check.name, state=FieldState.NOT_SEEN) if unseen else check


def decisive(looks: Iterable[tuple[int, FieldCheck]]) -> tuple[int, FieldCheck]:
    """Choose the result of all sides for one field: a disagreement on any side counts, and a side need not print every field."""
    order = (FieldState.DISAGREES, FieldState.AGREES, FieldState.NOT_SEEN)
    return min(
        looks, key=lambda look: (order.index(look[1].state), -look[1].cost * (look[1].state is order[0]))
    )


def _weighed(seen: Print, fields: Sequence[tuple[int, FieldCheck]]) -> Outcome:
    agreeing, odd, unseen = (
        [check for _, check in fields if check.state is state]
        for state in (FieldState.AGREES, FieldState.DISAGREES, FieldState.NOT_SEEN)
    )
    decided = [check for check in (*agreeing, *odd) if check.name in DECIDING]
    if not decided and not odd:
        return _nothing_seen(seen.document)
    worst = max((check.cost for check in odd), default=None)
    ratio = 0.0 if worst is None else (1 - seen.slip) * 10**worst + seen.slip
    left_open = [check.name for _, check in fields if check.state is not FieldState.AGREES]
    shares = SHARES if odd else replace(SHARES, forged=SHARES.forged * len(decided) / len(DECIDING))

    def coded(names: Iterable[str]) -> str:
        return listed(coded_value(seen.mrz, name, seen.document.inspected_on) for name in names)

    return Measured(
        value=log10_lr(ratio, shares),
        regions=tuple(_regions(seen, fields)),
        facts={
            "summary": summarise(agreeing, odd, unseen),
            "agreeing": _names(agreeing),
            "disagreeing": _names(odd),
            "not_seen": _names(unseen),
            "printed": listed(check.as_printed or check.printed for check in odd),
            "coded": coded(check.name for check in odd),
            "asked": coded(left_open),
        },
        left_open=listed(map(field_name, left_open)),
        sightings=tuple(_sightings(seen, fields)),
    )


def _too_coarse(document: Document) -> Abstained:
    pixels = max(side.page.quality.px_per_mm for side in document.sides)
    return _BLURRED if pixels >= _LEAST_PX_PER_MM else _TOO_COARSE


def _nothing_seen(document: Document) -> Abstained:
    """Name what hides the places of data, where templates name them and something does."""
    return replace(_NOTHING_SEEN, why=_hiding(document))


def _sightings(seen: Print, fields: Sequence[tuple[int, FieldCheck]]) -> Iterator[Sighting]:
    """State for each field whether it was seen where it is printed; of one that the zone leaves blank, whether its place is."""
    for index, check in fields:
        if is_left_blank(seen.mrz, check.name):
            yield from _blank_sightings(seen.document, check)
        elif coded_value(seen.mrz, check.name, seen.document.inspected_on):
            is_odd = check.state is FieldState.DISAGREES
            side = index if check.state is not FieldState.NOT_SEEN else None
            yield Sighting(
                claim=claim_of_field(check.name),
                place=check.name,
                side=side,
                why=None if is_odd else _unseen(seen.document, check),
                is_odd=is_odd,
            )
    yield Sighting(claim=ClaimId.ONE_DOCUMENT, is_odd=_is_apart(seen.document, fields))


def _blank_sightings(document: Document, check: FieldCheck) -> Iterator[Sighting]:
    """State of each place that a template has for a blank field whether it shows no value; no other place was looked at."""
    is_odd = check.state is FieldState.DISAGREES
    for side, why in blank_places(document, check.name):
        yield Sighting(
            claim=claim_of_field(check.name),
            place=check.name,
            side=side,
            why=None if is_odd else why,
            is_odd=is_odd,
        )


def _is_apart(document: Document, fields: Sequence[tuple[int, FieldCheck]]) -> bool:
    """Whether print on one side disagrees with the zone of another: they may be of different documents."""
    odd = (index for index, check in fields if check.state is FieldState.DISAGREES)
    return any(index != document.mrz_side and document.sides[index].frame_of is None for index in odd)


def _unseen(document: Document, check: FieldCheck) -> Why | None:
    """Give the code for a field that was not found, or found elsewhere while its own place is hidden."""
    for side in document.sides:
        place = field_places(side).get(check.name)
        found_there = check.box is not None and place is not None and check.box.overlap(place) > 0
        if place is not None and not found_there and (why := why_hidden(side, place)):
            return why
    return _hiding(document) if check.state is FieldState.NOT_SEEN else None


def _hiding(document: Document) -> Why:
    """Give the code for a field of unknown place that was not found: what hides a place where some template has data, if something does."""
    places = (
        (side, feature.box)
        for side in document.sides
        if side.match is not None
        for feature in side.match.template.of_kind(FeatureKind.PERSONAL_DATA)
    )
    return next((why for side, box in places if (why := why_hidden(side, box))), Why.UNREADABLE)


def _names(checks: Sequence[FieldCheck]) -> str:
    return listed(field_name(check.name) for check in checks)


def _regions(seen: Print, fields: Sequence[tuple[int, FieldCheck]]) -> Iterator[Region]:
    """Mark each disagreeing field in both zones."""
    for side, check in fields:
        if check.state is not FieldState.DISAGREES:
            continue
        if check.box is not None:
            yield Region(side=side, box=check.box, label=f"printed {field_name(check.name)}")
        spec = seen.layout.field(check.name) or seen.layout.field("name")
        if spec is not None:
            yield seen.region(spec.span, f"{field_name(check.name)} in the MRZ")


def summarise(agreeing: Sequence[FieldCheck], odd: Sequence[FieldCheck], unseen: Sequence[FieldCheck]) -> str:
    """State which fields agree, disagree, or were not seen."""
    said = []
    if odd:
        said.append(f"The visual zone and the machine readable zone disagree on {_names(odd)}.")
    if agreeing:
        said.append(f"Both zones agree on {_names(agreeing)}.")
    if unseen:
        said.append(f"Not seen in the visual zone: {_names(unseen)}.")
    return " ".join(said)
