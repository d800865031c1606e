"""Documents of which named claims were changed, so that the power of the checks can be counted claim by claim.

The generator makes them: what a forger does to the paper is done before the capture, what he does to a file in the file. One document
bears several changes that concern different claims and different checks. All are made with ordinary care.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import skia

from benchmarks.evasion.documents import places_of
from benchmarks.evasion.pictures import EDITED_QUALITY, Aspect, Plate, Submission
from benchmarks.security.make import holders_of
from docforensics.bench.loaders.manifest import CHANNELS, LIGHTS
from docforensics.capture.images import load_images
from docforensics.capture.model import Channel, SideKind
from docforensics.checks.claims import ClaimId
from docforensics.page.geometry import BoxMm
from sample_docs.generator.capture import CHANNELS as CAPTURES, DigitalEdit, Take, take
from sample_docs.generator.elements import Patch
from sample_docs.generator.forge import SPECIES, Forgery, Severity, truth
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.lights import Light, View
from sample_docs.generator.plans import possible
from sample_docs.generator.render import render
from sample_docs.generator.sheet import Sheet, rng_of

SEED = 4800
APART = 10
"""Holders of the calibration half that templates are learned from (`benchmarks.evasion.sets`)."""
READER = "border-reader"
C = ClaimId
SpeciesClaims = Mapping[str, frozenset[ClaimId]]


def _of(*claims: ClaimId) -> frozenset[ClaimId]:
    return frozenset(claims)


_PAPER: SpeciesClaims = {
    "data-mechanical": _of(C.PRINT_AT_DATA),
    "photo-physical": _of(C.PORTRAIT, C.UV_PORTRAIT),
    "photo-physical-both": _of(C.PORTRAIT, C.UV_PORTRAIT),
    "photo-displaced": _of(C.PORTRAIT),
    "mrz-font": _of(C.MRZ_PRINT),
    "mrz-pitch": _of(C.MRZ_PRINT),
    "page-substitution": _of(C.PERFORATED_NUMBER),
    "uv-missing": _of(C.UV_PRINT),
    "uv-painted": _of(C.UV_PRINT),
    "mrz-ir-transparent": _of(C.IR_DATA),
    "stolen-blank": _of(C.IR_DATA),
    "ovd-missing": _of(C.DEVICES),
    "ovd-flat": _of(C.DEVICES),
    "counterfeit-inkjet": _of(C.PRINT_PROCESS, C.IR_PRINT, C.UV_PRINT),
    "counterfeit-inkjet-bright": _of(C.PRINT_PROCESS, C.IR_PRINT, C.UV_PRINT, C.UV_SUBSTRATE),
    "counterfeit-laser": _of(C.PRINT_PROCESS, C.IR_PRINT, C.UV_PRINT),
    "counterfeit-laser-bright": _of(C.PRINT_PROCESS, C.IR_PRINT, C.UV_PRINT, C.UV_SUBSTRATE),
    "grey-copy": _of(C.PRINT_PROCESS),
    "print-recapture": _of(C.PRINT_PROCESS),
    "screen-recapture": _of(C.PRINT_PROCESS),
}
"""What a species changes on the paper. A counterfeit's infrared print is that of the printer's inks."""
_FILE: SpeciesClaims = {
    "data-digital": _of(C.PRINT_AT_DATA, C.MRZ_PRINT),
    "photo-digital": _of(C.PORTRAIT),
    "photo-digital-both": _of(C.PORTRAIT),
    "viz-text-digital": _of(C.NAMES, C.PRINT_AT_DATA),
    "mrz-digital-stale": _of(C.MRZ_DATA, C.BIRTH_DATE, C.MRZ_PRINT),
    "mrz-digital-valid": _of(C.BIRTH_DATE, C.MRZ_PRINT),
    "mrz-digital-copied": _of(C.BIRTH_DATE, C.MRZ_PRINT),
}
"""What a species changes in the file: counted on photos and uploads alone, since on scans hardly a check looks for edits of the file."""
_ON = {"page-substitution": ("td3-1", "td3-2")}
"""Designs whose number is perforated; of a card the species changes the zone instead."""
_UNDER_UV = _of(C.UV_PRINT, C.UV_PORTRAIT, C.UV_SUBSTRATE, C.DEVICES)
_IN_IR = _of(C.IR_PRINT, C.IR_DATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChange:
    """A change that no species of the generator makes: what it does to the sheets of a document, and which claims that concerns."""

    claims: frozenset[ClaimId]
    change: Callable[[Sheet, Sheet, np.random.Generator], Sheet]
    """The sheet, that of another holder, chance -> the sheet as the forger leaves it."""


def _with_fields(sheet: Sheet, other: Sheet, names: Iterable[str]) -> Sheet:
    """Print another holder's values in fields of the visual zone."""
    mine, theirs = dict(sheet.visible), dict(other.visible)
    texts = {name: theirs[name] for name in names if name in mine}
    if "sex" in texts:
        texts["sex"] = {"F": "M", "M": "F"}.get(mine["sex"], "F")
    return truth.with_visible(sheet, **texts) if texts else sheet


def _numbers(sheet: Sheet, other: Sheet, _rng: np.random.Generator) -> Sheet:
    return _with_fields(sheet, other, ("number", "birth", "sex"))


def _names(sheet: Sheet, other: Sheet, _rng: np.random.Generator) -> Sheet:
    changed = _with_fields(sheet, other, ("surname", "given_names", "expires"))
    if not changed.mrz:
        return changed
    return truth.with_mrz(changed, truth.composed(changed, changed.record.changed(nationality="XXA")))


def _stale_digit(sheet: Sheet, _other: Sheet, rng: np.random.Generator) -> Sheet:
    if not sheet.mrz:
        return sheet
    kept = dataclasses.replace(sheet, mrz=tuple(text.text for text in truth.mrz_texts(sheet)))
    lines = truth.composed(sheet, truth.other_birth(sheet.record, rng))
    return truth.with_mrz(sheet, truth.with_old_digits(kept, lines))


def _short_line(sheet: Sheet, _other: Sheet, _rng: np.random.Generator) -> Sheet:
    """Leave one filler out, so that a line is a character short."""
    lines = list(sheet.mrz)
    long = next((n for n, line in enumerate(lines) if "<<<<" in line), None)
    if long is None:
        return sheet
    lines[long] = lines[long].replace("<<<<", "<<<", 1)
    return truth.with_mrz(sheet, tuple(lines))


def _scraped(sheet: Sheet, _other: Sheet, rng: np.random.Generator) -> Sheet:
    """Scrape fixed print off a place of a field's size, away from all data."""
    box = _printed_place(sheet, rng)
    if box is None:
        return sheet
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeXYWH(box.left, box.top, box.width, box.height), 0.6, 0.6)
    patch = Patch(
        name=_SCRAPED,
        path=path,
        white=(0.965, 0.96, 0.945),
        uv=(0.20, 0.20, 0.36),
        ir=0.95,
        alpha=0.6,
        soft=0.12,
    )
    return dataclasses.replace(sheet, personal=(patch, *sheet.personal))


_SCRAPED = "scraped-elsewhere"
_SCRAPED_MM = (12.0, 3.5)
_SEARCH_PX_PER_MM = 6.0


def _printed_place(sheet: Sheet, rng: np.random.Generator) -> BoxMm | None:
    """Find a place away from data that bears at least as much print as the middle one of many."""
    width, height = _SCRAPED_MM
    data = [box.grown(1.5) for box in places_of(sheet).values()]
    room = (sheet.design.width - width - 6, sheet.design.height - height - 6)
    page = render(sheet, View(light=Light.WHITE), _SEARCH_PX_PER_MM).astype(np.float32).mean(axis=2)
    found = []
    for _ in range(60):
        left, top = (3 + float(rng.uniform(0, reach)) for reach in room)
        box = BoxMm(left=left, top=top, right=left + width, bottom=top + height)
        if not any(box.overlap(other) > 0 for other in data):
            found.append((float(page[box.to_px(_SEARCH_PX_PER_MM).slices].std()), box))
    found.sort(key=lambda one: -one[0])
    return found[int(rng.integers(0, (len(found) + 1) // 2))][1] if found else None


OWN: Mapping[str, OwnChange] = {
    "numbers": OwnChange(claims=_of(C.DOCUMENT_NUMBER, C.BIRTH_DATE, C.SEX), change=_numbers),
    "names": OwnChange(claims=_of(C.NAMES, C.EXPIRY_DATE, C.NATIONALITY), change=_names),
    "stale-digit": OwnChange(claims=_of(C.MRZ_DATA, C.BIRTH_DATE), change=_stale_digit),
    "short-line": OwnChange(claims=_of(C.MRZ_DATA), change=_short_line),
    "scraped": OwnChange(claims=_of(C.PRINT_ELSEWHERE), change=_scraped),
}
BUNDLES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "paper": (
        ("data-mechanical",),
        ("photo-physical", "photo-physical-both", "photo-displaced"),
        ("mrz-font", "mrz-pitch"),
    ),
    "values": (
        ("numbers", "names"),
        ("scraped",),
        ("uv-missing", "uv-painted"),
        ("mrz-ir-transparent", "stolen-blank"),
        ("page-substitution",),
    ),
    "zone": (("stale-digit", "short-line"), ("ovd-missing", "ovd-flat"), ("scraped",)),
    "print": (
        (
            *("counterfeit-inkjet", "grey-copy", "counterfeit-laser-bright", "print-recapture"),
            *("counterfeit-laser", "screen-recapture", "counterfeit-inkjet-bright"),
        ),
    ),
    "file-data": (("data-digital",), ("photo-digital", "photo-digital-both")),
    "file-zone": (("mrz-digital-stale", "viz-text-digital", "mrz-digital-valid", "mrz-digital-copied"),),
}
"""What is done together, step by step; of the alternatives of a step one, in turn."""
OF_FILES = ("file-data", "file-zone")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changed:
    """A document as it is handed in, and which claims were changed by what."""

    submission: Submission
    holder: str
    changes: Mapping[ClaimId, str]
    scraped: tuple[BoxMm | None, ...] = ()
    """By side: where fixed print was scraped off away from data."""


def bundles(channel: str) -> tuple[str, ...]:
    """Name the bundles that are made on a channel of the generator."""
    edited = CHANNELS.get(channel, Channel.UPLOAD) is not Channel.SCANNER
    return tuple(name for name in BUNDLES if edited or name not in OF_FILES)


def changed(design: str, channel: str, bundle: str, turn: int) -> Changed:
    """Make the document of a turn: its holder and its alternatives follow from the number."""
    who, another = list(holders_of("calibration", APART + turn, 2))
    job = Job(design=design, copy=who, holder=who, channel=channel, seed=SEED)
    others = sheets(dataclasses.replace(job, copy=another, holder=another))
    names = list(_chosen(design, channel, bundle, turn))
    seed = dataclasses.replace(job, species="+".join(names)).image_seed
    done: dict[ClaimId, str] = {}
    aspects, scraped = [], []
    for number, (sheet, other) in enumerate(zip(sheets(job), others, strict=True)):
        forgery, claims = _forged(sheet, other, names, rng_of(seed, "changes", number))
        done |= claims
        aspects.append(_captured(forgery, sheet, channel, seed + number))
        patches = (one for one in forgery.sheet.personal if isinstance(one, Patch) and one.name == _SCRAPED)
        bounds = next((one.path.getBounds() for one in patches), None)
        scraped.append(None if bounds is None else _box(bounds))
    return Changed(
        submission=Submission(aspects=tuple(aspects), channel=CHANNELS.get(channel, Channel.UPLOAD)),
        holder=sheets(job)[0].record.holder.key,
        changes=_shown(done, channel),
        scraped=tuple(scraped),
    )


def _box(bounds: skia.Rect) -> BoxMm:
    return BoxMm(left=bounds.left(), top=bounds.top(), right=bounds.right(), bottom=bounds.bottom())


def _chosen(design: str, channel: str, bundle: str, turn: int) -> Iterator[str]:
    for step in BUNDLES[bundle]:
        able = [
            name
            for name in step
            if name in OWN or (possible(design, name, channel) and design in _ON.get(name, (design,)))
        ]
        if able:
            yield able[(turn + sorted(CAPTURES).index(channel)) % len(able)]


def _forged(
    sheet: Sheet, other: Sheet, names: Iterable[str], rng: np.random.Generator
) -> tuple[Forgery, dict[ClaimId, str]]:
    """Do one change after another to one side."""
    forgery, claims, edits = Forgery.none(sheet), dict[ClaimId, str](), list[DigitalEdit]()
    for name in names:
        before = forgery.sheet
        if name in OWN:
            after = dataclasses.replace(forgery, sheet=OWN[name].change(before, other, rng))
            touched = after.sheet is not before
        else:
            touched = SPECIES[name].fits(sheet.design)
            after = SPECIES[name].forge(before, Severity.ORDINARY, rng) if touched else forgery
        if touched:
            if after.digital_edit is not None:
                edits.append(after.digital_edit)
            forgery = after
            claims |= dict.fromkeys(_concerned(name, sheet), name)
    return dataclasses.replace(forgery, digital_edit=_in_turn(edits) if edits else None), claims


def _concerned(name: str, sheet: Sheet) -> frozenset[ClaimId]:
    """Claims that a change concerns on this side: of another holder's values those that it prints, or the zone does."""
    if name not in OWN:
        return {**_PAPER, **_FILE}[name]
    printed = {
        C.DOCUMENT_NUMBER: "number",
        C.BIRTH_DATE: "birth",
        C.SEX: "sex",
        C.NAMES: "surname",
        C.EXPIRY_DATE: "expires",
    }
    held = dict(sheet.visible)
    if name in {"numbers", "names"}:
        zone = {C.NATIONALITY} if sheet.mrz else set[ClaimId]()
        return frozenset(one for one in OWN[name].claims if printed.get(one) in held or one in zone)
    return OWN[name].claims


def _in_turn(edits: Iterable[DigitalEdit]) -> DigitalEdit:
    def edit(given: Take) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        for one in edits:
            given = dataclasses.replace(given, pixels=one(given))
        return given.pixels

    return edit


def _captured(forgery: Forgery, sheet: Sheet, channel: str, seed: int) -> Aspect:
    plates = []
    for shot in CAPTURES[channel].shots(sheet.design, seed):
        data, _ = take(forgery.sheet, shot, forgery.page_edit, forgery.digital_edit)
        image = load_images(data)[0]
        quality = image.jpeg.estimated_quality if image.jpeg else None
        plates.append(
            Plate(
                light=LIGHTS[str(shot.view.light)],
                pixels=image.pixels,
                to_pixels=np.diag([shot.shrink, shot.shrink, 1.0]) @ shot.homography,
                dpi=None if shot.codec.dpi is None else float(shot.codec.dpi),
                quality=max(quality or EDITED_QUALITY, EDITED_QUALITY) if image.jpeg else None,
                data=data,
            )
        )
    return Aspect(
        side=SideKind(sheet.design.side.replace("-", "_")),
        plates=tuple(plates),
        places=places_of(sheet),
        size_mm=(sheet.design.width, sheet.design.height),
    )


def _shown(done: Mapping[ClaimId, str], channel: str) -> dict[ClaimId, str]:
    """Keep what the lights of a channel show."""
    hidden = frozenset[ClaimId]() if channel == READER else _UNDER_UV | _IN_IR
    return {claim: name for claim, name in done.items() if claim not in hidden}
