"""What is learned from the sample of one group: its editions separated, pages that are unlike all others left out, a template each."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from docforensics.batch.discover.records import LearnedRecord, SampleRecord
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize
from docforensics.mrz.engines import MrzEngine
from docforensics.mrz.parse import Mrz
from docforensics.templates.discovery.sample_editions import SampleEditions, sample_editions
from docforensics.templates.learning.aligned_stack import (
    AlignedSheet,
    anchors,
    fitted,
    read_sheet,
)
from docforensics.templates.learning.given_lights import fault_of_lights
from docforensics.templates.learning.holders import told_apart
from docforensics.templates.learning.lay_on import Laid, models_among
from docforensics.templates.learning.learn import draft_of_one, learn_template
from docforensics.templates.learning.page_size import common_size
from docforensics.templates.parts import to_parts
from docforensics.templates.taken_files import copies

LEAST_LEARNED = 3
"""Pages without which nothing is learned: fewer do not show which of them is the odd one."""
LEARNED = 10
"""Pages that a template is learned from at most: twenty cost twice as much and bring little (`benchmarks/results/templates-learning.json`)."""
_NAME = re.compile(r"(?P<group>[^/]+)/(?P<numbers>\d+(,\d+)*)/[0-9a-f]{16}")
"""Of the entry of a sample: the group, of each page its number in its file, and a hash of the documents' names."""


def sample_name(group: str, numbers: Sequence[int], documents: Sequence[str]) -> str:
    """The name of the entry of a sample: one of other documents has another, so that neither's result is taken for the other's."""
    named = hashlib.sha256("\0".join(documents).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{group}/{','.join(map(str, numbers))}/{named}"


def page_number(name: str, place: int) -> int:
    """The number in its file of one page of a sample."""
    match = _NAME.fullmatch(name)
    assert match is not None  # noqa: S101 (`sample_name` made it)
    return int(match["numbers"].split(",")[place])


def rich_and_plain(rich: Sequence[int], plain: Sequence[int], count: int) -> list[int]:
    """So many, in order: of those with most lights at most half, where there are enough others, for devices differ."""
    taken = evenly(rich, max(count // 2, count - len(plain)))
    return sorted([*taken, *evenly(plain, count - len(taken))])


def evenly(numbers: Sequence[int], count: int) -> list[int]:
    """So many of the numbers, evenly from the first to the last."""
    if len(numbers) <= count:
        return list(numbers)
    return [numbers[round(step * (len(numbers) - 1) / max(count - 1, 1))] for step in range(count)]


def learned_from_sample(captures: Sequence[Capture], name: str, engine: MrzEngine | None) -> SampleRecord:
    """Learn the templates of a sample; a reason in their place where that is not possible."""
    try:
        return SampleRecord(templates=tuple(_templates(captures, engine)))
    except TemplateError as error:
        return SampleRecord(reason=f"{name.partition('/')[0]}: {error}")


def _templates(captures: Sequence[Capture], engine: MrzEngine | None) -> list[LearnedRecord]:
    """Of every model among the captures, and every edition of it."""
    sheets = [read_sheet(capture, number, engine) for number, capture in enumerate(captures)]
    size = _size(sheets)
    twice = copies(captures)
    unfit = {number for number, sheet in enumerate(sheets) if fault_of_lights(sheet, size)}
    kept = [
        number
        for number, sheet in enumerate(sheets)
        if sheet.page.size in (size, None) and number not in (*twice, *unfit)
    ]
    learned, most = [], 0
    for model, laid in enumerate(_laid([sheets[number] for number in kept], size)):
        pages = [sheet.pixels(Light.VISIBLE, size) for sheet in laid.sheets]
        found = editions_of(pages, [sheet.mrz for sheet in laid.sheets])
        for block in found.blocks:
            usual = [place for place in block if place not in found.odd]
            able = usual if len(usual) >= LEAST_LEARNED else list(block)
            most = max(most, len(able))
            if len(able) < LEAST_LEARNED:
                continue
            numbers = _spread(sorted(kept[laid.numbers[place]] for place in able), captures)
            template = learn_template(
                [replace(captures[number], size_mm=size.millimetres) for number in numbers],
                engine=engine,
                constant=found.places,
            )
            learned.append(
                LearnedRecord(
                    parts=dict(to_parts(template)),
                    learned_from=tuple(numbers),
                    model=model,
                    differs_at=found.places if len(found.blocks) > 1 else (),
                )
            )
    if not learned:
        raise TemplateError(
            f"expected {LEAST_LEARNED} pages of one edition that lie on one another, found at most {most} among {len(kept)} pages{_left_aside(twice, unfit)}"
        )
    return learned


def editions_of(pages: Sequence[Pixels], zones: Sequence[Mrz | None]) -> SampleEditions:
    """Divide pages into editions by one page a document, by their zones: what copies of one document share is its holder's."""
    whose = told_apart(zones)
    firsts = sorted(set(whose))
    found = sample_editions([pages[first] for first in firsts], _facts([zones[first] for first in firsts]))

    def of(documents: Sequence[int]) -> tuple[int, ...]:
        chosen = {firsts[document] for document in documents}
        return tuple(place for place, first in enumerate(whose) if first in chosen)

    return replace(found, blocks=tuple(of(block) for block in found.blocks), odd=of(found.odd))


def _left_aside(twice: Collection[int], unfit: Collection[int]) -> str:
    """What else the sample held."""
    copied = f", and {len(twice)} copies of them" if twice else ""
    return copied + (f", and {len(unfit)} with a light that cannot be learned from" if unfit else "")


def _spread(numbers: Sequence[int], captures: Sequence[Capture]) -> list[int]:
    """Those of an edition that its template is learned from: half of them with most lights, where there are others."""
    lights = {number: len(captures[number].lights) for number in numbers}
    most = max(lights.values())
    return rich_and_plain(
        [number for number in numbers if lights[number] == most],
        [number for number in numbers if lights[number] < most],
        LEARNED,
    )


def _size(sheets: Sequence[AlignedSheet]) -> AnySize:
    """The size that most pages show."""
    shown = [sheet.page.size for sheet in sheets if sheet.page.size is not None]
    if not shown:
        return common_size(sheets, None).size
    return max(sorted(set(shown), key=str), key=shown.count)


def _laid(sheets: Sequence[AlignedSheet], size: AnySize) -> list[Laid]:
    order = anchors(sheets, size)
    return models_among(
        [fitted(sheet, size) for sheet in sheets], order, partial(draft_of_one, size=size, features=None)
    )


def _facts(zones: Sequence[Mrz | None]) -> list[list[str | None]]:
    """What the zones tell of each holder, field by field: one letter of two divides any sample, and is no edition."""
    names = sorted({name for zone in zones if zone for name in zone.fields})
    return [[_value(zone, name) for zone in zones] for name in names]


def _value(zone: Mrz | None, name: str) -> str | None:
    field = zone.fields.get(name) if zone else None
    return field.value if field and field.value else None
