"""A practitioner's guide made from a template: its features numbered, each with light, equipment and steps, to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.guidance.entries import (
    LINES,
    GuidanceEntry,
    entry_of,
    feature_entries,
    feature_entry,
    sources,
)
from docforensics.guidance.equipment import Profile, equipment
from docforensics.guidance.words import sentences
from docforensics.page.geometry import BoxMm
from docforensics.report import words
from docforensics.report.marks import Board, Mark, inside
from docforensics.report.page import fill
from docforensics.report.picture import Picture, picture
from docforensics.report.private import reference_pictures
from docforensics.templates.model import Feature, Template

PAGES_BYTES, EXAMPLES_BYTES = 400_000, 600_000
"""Of all pictures of pages, and of all examples, before base64: the guide stays below 1.5 MB."""
_DETAIL_PX = 420
"""Longer side of an example, two of which stand side by side. A judgement."""
_MOST_BYTES = 40_000
"""Of one example: three a feature and a dozen features stay below 1.5 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One feature as it is on a genuine document and on one that is not."""

    kind: str
    """PRADO word of the feature."""
    species: str
    """What was done, in examiners' words."""
    remark: str
    """What an officer sees."""
    light: Light
    genuine: Pixels
    forged: Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExample:
    """An example, encoded for the page."""

    species: str
    remark: str
    light: Light
    genuine: Picture
    forged: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """All features of one kind, under one number."""

    number: int
    kind: str
    lights: tuple[Light, ...]
    names: tuple[str, ...]
    entry: GuidanceEntry | None
    examples: tuple[ShownExample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSheet:
    """The page in one light, with the numbers of the chapters."""

    light: Light
    picture: Picture
    marks: tuple[Mark, ...]


def guide_html(
    template: Template,
    *,
    examples: Sequence[Example] = (),
    profile: Profile | None = None,
    language: str = "en",
) -> str:
    """Write the guide as one self-contained HTML page that prints to A4."""
    chapters = _chapters(template, examples)
    named = {chapter.kind for chapter in chapters}
    return fill(
        "guide.html.j2",
        language,
        template=template,
        chapters=chapters,
        sheets=tuple(_sheets(template, chapters)),
        beyond=[word for word in feature_entries() if word not in named],
        feature_entry=feature_entry,
        equipment=equipment(),
        profile=profile,
        sources=sources(),
        sentences=sentences(),
        lines=LINES,
        words=words,
    )


def _chapters(template: Template, examples: Sequence[Example]) -> tuple[Chapter, ...]:
    kinds: dict[str, list[Feature]] = {}
    for feature in template.features:
        kinds.setdefault(feature.kind.value, []).append(feature)
    budget = EXAMPLES_BYTES // max(2 * len(examples), 1)
    return tuple(
        Chapter(
            number=number,
            kind=kind,
            lights=tuple(dict.fromkeys(feature.light for feature in features)),
            names=tuple(feature.name for feature in features),
            entry=entry_of(features[0]),
            examples=tuple(_shown(example, budget) for example in examples if example.kind == kind),
        )
        for number, (kind, features) in enumerate(kinds.items(), start=1)
    )


def _shown(example: Example, budget: int) -> ShownExample:
    most = min(budget, _MOST_BYTES)
    return ShownExample(
        species=example.species,
        remark=example.remark,
        light=example.light,
        genuine=picture(example.genuine, most, _DETAIL_PX),
        forged=picture(example.forged, most, _DETAIL_PX),
    )


def _sheets(template: Template, chapters: Iterable[Chapter]) -> Iterable[GuideSheet]:
    """The page in each light of the template, with the features that show in it; all that show in none, on the first."""
    numbers = {name: chapter.number for chapter in chapters for name in chapter.names}
    lights = list(template.references)
    for light, shown in reference_pictures(template).items():
        here = [
            feature
            for feature in template.features
            if (feature.light if feature.light in lights else lights[0]) is light
        ]
        yield GuideSheet(
            light=light,
            picture=picture(shown, PAGES_BYTES // len(lights)),
            marks=tuple(_marks(here, template, numbers, shown)),
        )


def _marks(
    features: Sequence[Feature], template: Template, numbers: dict[str, int], shown: Pixels
) -> Iterable[Mark]:
    board = Board(shown, template.size_mm, crowded=True)
    for feature in features:
        box = inside(feature.box, BoxMm.of_size(template.size_mm)) or feature.box
        yield board.mark(numbers[feature.name], feature.kind.value, box)
