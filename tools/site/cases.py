"""Which document shows what each check finds: one of the committed samples, one that is drawn for the page, or none and why.

Each check stands in one of three tables (`tests/tools/site/test_examples.py`). On a forged document the check has to be adverse, and on the
genuine one it must not be, or no page is built; a check of weight 0, which is never adverse, has to measure more and to mark a place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

import numpy as np
import skia

from docforensics.alerts.book import AlertBook
from docforensics.alerts.model import Alert, FraudSpecies
from docforensics.alerts.numbers import ListForm, NumberKeys, make_list
from docforensics.bench.systems.ours import INSPECTED_ON
from docforensics.capture.light import Light
from docforensics.document import Document
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.seal.chip import ChipData
from docforensics.templates.model import REFERENCE_PX_PER_MM, CounterfeitMark, TemplateModel
from sample_docs.generator.elements import Lines
from sample_docs.generator.forge import Severity
from sample_docs.generator.ink import PERSONAL_BLACK
from sample_docs.generator.jobs import Job
from sample_docs.generator.seals.chip import Chip
from sample_docs.generator.seals.forge import genuine_chip, resigned, swapped_face
from sample_docs.generator.sheet import Sheet
from tools.site.drawing import (
    Captures,
    Change,
    drawn,
    first_sheet,
    mrz_replaced,
    second_portrait,
    shortened,
)

ON = INSPECTED_ON
"""The day on which the sample documents are examined."""

SAMPLES: Mapping[str, str] = {
    "data.issuer_code": "td3-1-0007-flatbed-pseudo-document-ordinary",
    "data.mrz_against_viz": "td3-2-0000-flatbed-viz-text-digital-ordinary",
    "data.nationality_code": "td3-1-0007-flatbed-pseudo-document-ordinary",
    "digital.copied_glyphs": "td3-2-0015-photo-mrz-digital-copied-ordinary",
    "mrz.check_digits": "td3-2-0001-flatbed-mrz-digital-stale-ordinary",
    "mrz.infrared": "td2-0010-border-reader-mrz-ir-transparent-ordinary",
    "mrz.typeface": "td3-2-0003-flatbed-mrz-font-ordinary",
    "mrz.uniformity": "td3-2-0015-photo-mrz-digital-copied-ordinary",
    "portrait.portrait_border": "td3-2-0003-flatbed-photo-physical-ordinary",
    "portrait.portrait_fineness": "td3-2-0000-flatbed-photo-digital-ordinary",
    "portrait.portrait_infrared": "td3-2-0021-border-reader-photo-physical-ordinary",
    "portrait.portrait_luminescence": "td3-2-0021-border-reader-photo-physical-ordinary",
    "portrait.portrait_overprint": "td3-2-0021-border-reader-photo-physical-ordinary",
    "portrait.portrait_ring": "td3-2-0003-flatbed-photo-physical-ordinary",
    "portrait.portraits_aligned": "td3-2-0000-flatbed-photo-displaced-careless",
    "portrait.secondary_portrait": "td3-2-0000-flatbed-photo-digital-ordinary",
    "seal.seal_mrz": "mrv-a-0012-flatbed-data-digital-ordinary",
    "security.background_print": "td3-2-0002-flatbed-data-mechanical-careless",
    "security.colour": "td3-2-0005-flatbed-grey-copy-ordinary",
    "security.ir_absorbing_ink": "td2-0010-border-reader-counterfeit-inkjet-bright-ordinary",
    "security.ir_transparent_ink": "td2-0010-border-reader-counterfeit-inkjet-bright-ordinary",
    "security.print_technique": "td3-2-0000-flatbed-counterfeit-inkjet-ordinary",
    "security.uv_colour": "td2-0011-border-reader-uv-painted-ordinary",
    "security.uv_dull": "td2-0010-border-reader-counterfeit-inkjet-bright-ordinary",
    "security.uv_print": "td2-0010-border-reader-uv-missing-ordinary",
    "security.uv_unexpected_luminescence": "td2-0011-border-reader-uv-painted-ordinary",
}
"""Forged document of `sample_docs/manifest.csv` by check; its genuine twin stands there too."""

NO_PICTURE: Mapping[str, str] = {
    "data.expired": "It compares the date of expiry with the day of the examination. It is never adverse, and there is no picture: expired and valid "
    "documents look alike.",
    "data.single_page": "It counts the machine readable zones in a picture. It is never adverse, and there is no picture: at a second zone it abstains.",
    "data.specimen": "It compares issuer, nationality, names and number with the signs of a specimen. There is no picture: every document that is drawn "
    "here is a specimen, so that none without the sign could be shown.",
    "data.paper_at_values": "It compares how bright the paper at each value is with what the template's own captures show. There is no picture: the template of the "
    "documents that are drawn here states nothing of it.",
    "data.typeface": "It compares the type face of the data with that of the template's own captures. There is no picture: the template of the documents that "
    "are drawn here states none.",
    "evaluatory.content_credentials": "It compares what the file's content credentials state with a list of edits. There is no picture: it is about the "
    "file, not about what the page shows.",
    "evaluatory.editor_metadata": "It compares the program that the file names with a list of image editors. There is no picture: it is about the file, not "
    "about what the page shows.",
    "evaluatory.grid_shift": "It compares the place of the JPEG grid in each piece of the page with that of the whole. There is no picture: in photos of the "
    "documents that are drawn here it did not find a moved piece, since their line work outweighs the grid.",
    "seal.chip_authenticity": "It compares hashes and signatures of the chip's files with the certificates that you trust. There is no picture: nothing of "
    "it is on the page.",
    "seal.seal_passport_number": "It compares the passport number that a visa's seal names with the machine readable zone of the passport. There is no "
    "picture: none of the drawn visas stands beside a passport.",
    "security.device_colour": "It compares the coloured area of a device of colour-shifting ink with that of the template's own captures. There is no picture: the "
    "documents that are drawn here have devices of fine lines.",
    "security.device_line_colours": "It compares how clearly colours follow the lines of a device with the template's own captures. There is no picture: it refers photos alone, and "
    "the documents that are drawn here are scanned.",
    "security.obscured_print": "It measures how much of the fixed print lies under dark ink. There is no picture: rows of strokes around all data of a drawn passport "
    "hid 18 % of its print, and the check is adverse from 19 % on.",
    "seal.signer_expiry": "It compares the document's date of expiry with that of its signer's certificate. It is never adverse, and there is no picture: "
    "nothing of it is on the page.",
    "portrait.portrait_position": "It measures how far the portrait ends from where genuine ones do. There is no picture: it is adverse from .65 mm beyond their spread, "
    "and the portraits of the forged samples lie up to .35 mm beyond.",
}
"""What a check compares, and why no picture can show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is examined."""

    captures: Captures
    chip: ChipData | None = None
    known: Callable[[Document], Document] = lambda document: document
    """Puts what the post knows besides into what was read: alerts, a mark in the template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two documents that are drawn for the page of one check."""

    species: str
    """What was done, in a few words."""
    remark: str
    """What an officer sees."""
    forged: Callable[[], Given]
    genuine: Callable[[], Given]
    place: BoxMm | None = None
    """What is shown in place of the finding's own places."""


_SEED, _PPI = 2026, {"photo": 250, "flatbed": 300}
"""Of the committed documents; a border reader has its own resolution."""


def job(
    design: str, channel: str, copy: int, species: str = "", severity: Severity = Severity.ORDINARY
) -> Job:
    """Name a document as those of the committed set are named."""
    return Job(
        design=design,
        copy=copy,
        holder=copy,
        channel=channel,
        species=species,
        severity=severity,
        seed=_SEED,
        ppi=_PPI.get(channel),
    )


@cache
def genuine(design: str, channel: str, copy: int) -> Given:
    """Draw a genuine document, once."""
    return Given(captures=drawn(job(design, channel, copy)))


def _forged(design: str, channel: str, copy: int, *changes: Change) -> Given:
    return Given(captures=drawn(job(design, channel, copy), *changes))


def _species(named: Job, remark: str, place: BoxMm | None = None) -> Case:
    """Show a species of the generator."""
    return Case(
        species=named.species.replace("-", " "),
        remark=remark,
        forged=lambda: Given(captures=drawn(named)),
        genuine=partial(genuine, named.design, named.channel, named.copy),
        place=place,
    )


PASSPORT = ("td3-2", "flatbed", 2)
"""The genuine passport that most changes are made on."""


def _on_passport(species: str, remark: str, *changes: Change) -> Case:
    return Case(
        species=species,
        remark=remark,
        forged=partial(_forged, *PASSPORT, *changes),
        genuine=partial(genuine, *PASSPORT),
    )


def _of_another_page() -> Given:
    """White light and UV of one page, infrared of another."""
    (page,), (other,) = (genuine("td3-2", "border-reader", copy).captures for copy in (21, 10))
    return Given(captures=(replace(page, images={**page.images, Light.IR: other.images[Light.IR]}),))


def _twice(*documents: tuple[str, str, int]) -> Given:
    """Pages that are given as one document."""
    return Given(captures=tuple(capture for one in documents for capture in genuine(*one).captures))


def _chip(chip: Chip) -> ChipData:
    return ChipData(data_groups=chip.groups, sod=chip.sod, com=chip.com)


def _with_own_chip() -> Given:
    return replace(genuine(*PASSPORT), chip=_chip(genuine_chip(first_sheet(job(*PASSPORT)))))


def _other_sheet() -> Sheet:
    return first_sheet(job("td3-2", "flatbed", 0))


def _with_cloned_chip() -> Given:
    return replace(genuine(*PASSPORT), chip=_chip(genuine_chip(_other_sheet())))


def _with_swapped_face() -> Given:
    chip = swapped_face(first_sheet(job(*PASSPORT)), _other_sheet()).chip
    return replace(genuine(*PASSPORT), chip=_chip(chip))


def _resealed(sheet: Sheet) -> Sheet:
    return resigned(sheet, sheet, np.random.default_rng(1)).sheet


_PHOTO = ("td3-2", "photo", 15)
_TWICE = (70, 95)
"""Qualities of two compressions: the second leaves the traces of the first in the file."""
_LIST_KEY = bytes(range(32))


def _alerted(document: Document) -> Document:
    """Let an alert be in force whose list holds the number of the genuine passport."""
    number = first_sheet(job(*PASSPORT)).record.number
    listed = make_list((number,), _LIST_KEY, issuer="UTO", form=ListForm.HMAC, note="blanks stolen in 2026")
    alert = Alert(
        id="2ec9c2d0-5735-4d2f-b497-ed4f12a3a7f8",
        title="Stolen blanks",
        issuer="Post A",
        issued_on=ON,
        valid_from=ON,
        valid_to=date(2027, 11, 24),
        model=TemplateModel(country="UTO", type="P", number=2, year=2023),
        species=FraudSpecies.STOLEN_BLANK,
        numbers=(listed,),
    )
    return replace(document, alerts=AlertBook.of([alert], keys=NumberKeys([_LIST_KEY])))


_MARK = BoxMm(left=57.0, top=15.0, right=67.0, bottom=25.0)
_SPOT_MM = 2.4
"""Radius of what the plate of the counterfeiter prints in the middle of `_MARK`."""


def _spotted(sheet: Sheet) -> Sheet:
    """Print with a plate that is damaged: a dark spot where no genuine page has one."""
    path = skia.Path()
    path.addCircle((_MARK.left + _MARK.right) / 2, (_MARK.top + _MARK.bottom) / 2, _SPOT_MM)
    return replace(sheet, under=(*sheet.under, Lines(name="spot", path=path, ink=PERSONAL_BLACK, width=None)))


def _knows_the_mark(document: Document) -> Document:
    """Let the template carry the mark, as the plate prints it on the paper of the reference."""
    (side,) = document.sides
    if side.match is None:
        return document
    template = side.match.template
    rows, columns = _MARK.to_px(REFERENCE_PX_PER_MM).slices
    patch = template.references[Light.VISIBLE].mean[rows, columns].copy()
    y, x = np.mgrid[: patch.shape[0], : patch.shape[1]] + 0.5
    middle = np.array(patch.shape[:2]) / 2
    patch[np.hypot(y - middle[0], x - middle[1]) < _SPOT_MM * REFERENCE_PX_PER_MM] = 30
    mark = CounterfeitMark(
        name="spot", box=_MARK, patch=patch, note="A dark spot right of the portrait.", source="drawn"
    )
    match = replace(side.match, template=replace(template, counterfeits=(mark,)))
    return replace(document, sides=(replace(side, match=match),))


DRAWN: Mapping[str, Case] = {
    "data.alerted_number": Case(
        species="number in a list of an alert",
        remark="Nothing: number and page are those of a genuine blank. The genuine document is another one, whose number is in no list.",
        forged=lambda: replace(genuine(*PASSPORT), known=_alerted),
        genuine=lambda: replace(genuine("td3-2", "flatbed", 0), known=_alerted),
    ),
    "data.dates": _on_passport(
        "date that does not exist",
        "The machine readable zone has the 31st of February for the date of birth; its check digits agree.",
        mrz_replaced(1, 13, "740231", (19, 13, 19)),
    ),
    "data.document_code": Case(
        species="document code that no card has",
        remark="The machine readable zone of a card begins with IV.",
        forged=partial(_forged, "td2", "border-reader", 10, mrz_replaced(0, 0, "IV")),
        genuine=partial(genuine, "td2", "border-reader", 10),
    ),
    "data.document_number": _on_passport(
        "number of another form",
        "The number begins with four digits and has a letter in its middle; Utopia's passports have two letters and seven digits.",
        mrz_replaced(1, 0, "7719X0413", (9, 0, 9)),
    ),
    "data.lights_agree": Case(
        species="infrared picture of another page",
        remark="In infrared the machine readable zone names another holder than in white light.",
        forged=_of_another_page,
        genuine=partial(genuine, "td3-2", "border-reader", 21),
    ),
    "data.perforated_number": _species(
        job("td3-2", "flatbed", 4, "page-substitution", Severity.CARELESS),
        "The holes read another number than the machine readable zone.",
    ),
    "data.sides_agree": Case(
        species="pages of two passports",
        remark="Two pages that were given as one document name two holders. The genuine pictures show one page twice: scanned, and on a photo.",
        forged=partial(_twice, PASSPORT, ("td3-2", "flatbed", 0)),
        genuine=partial(_twice, ("td3-2", "flatbed", 15), ("td3-2", "flatbed", 15)),
    ),
    "digital.grey_copy": _species(
        job("td3-2", "photo", 15, "grey-copy", Severity.ORDINARY), "The page is grey: a photocopy."
    ),
    "digital.mrz_sharpness": _species(
        job("td3-2", "photo", 15, "mrz-digital-valid", Severity.ORDINARY),
        "The date of birth is sharper than its neighbours, and the background beneath it is smeared.",
    ),
    "digital.text_sharpness": _species(
        job("td3-2", "photo", 15, "viz-text-digital", Severity.ORDINARY),
        "The given name is sharper than its neighbours, and the background beneath it is smeared.",
    ),
    "evaluatory.double_compression": Case(
        species="photo pasted between two compressions",
        remark="No background lines run through the portrait, and the overprint is gone.",
        forged=lambda: Given(captures=drawn(job(*_PHOTO, "photo-digital"), qualities=_TWICE)),
        genuine=lambda: Given(captures=drawn(job(*_PHOTO), qualities=_TWICE)),
    ),
    "evaluatory.second_face": Case(
        species="portrait printed twice",
        remark="A second portrait stands among the data.",
        forged=partial(_forged, *PASSPORT, second_portrait(45.0, 14.0)),
        genuine=partial(genuine, *PASSPORT),
    ),
    "evaluatory.recapture_lattice": _species(
        job("td3-2", "photo", 15, "screen-recapture", Severity.ORDINARY),
        "Coloured bands and a grid of pixels run over the page.",
        BoxMm(left=60.0, top=20.0, right=84.0, bottom=44.0),
    ),
    "evaluatory.smooth_patch": _species(
        job("td3-2", "photo", 15, "viz-text-digital", Severity.CARELESS),
        "The given name stands on a flat patch without background lines.",
    ),
    "evaluatory.uv_fibres": _species(
        job("td3-2", "border-reader", 21, "uv-missing", Severity.CARELESS),
        "Under UV the page shows neither print nor fibres.",
        BoxMm.of_size(PageSize.ID3.millimetres),
    ),
    "mrz.alignment": _species(
        job("td3-2", "flatbed", 2, "mrz-pitch", Severity.CARELESS),
        "The machine readable zone is too short: 2.40 mm a character, not 2.54.",
    ),
    "mrz.charset": _on_passport(
        "letter in a date",
        "The letter R stands in the date of expiry, where only digits may.",
        mrz_replaced(1, 24, "R"),
    ),
    "mrz.fillers": _on_passport(
        "letters behind the fillers",
        "The name ends in many fillers, and behind them stand letters again.",
        mrz_replaced(0, 40, "MA"),
    ),
    "mrz.length": _on_passport(
        "line too short", "The upper line of the zone ends one character before the lower one.", shortened(0)
    ),
    "seal.chip_mrz": Case(
        species="chip data of another passport",
        remark="The reader shows another name and number than the page.",
        forged=_with_cloned_chip,
        genuine=_with_own_chip,
    ),
    "seal.chip_portrait": Case(
        species="another face in the chip",
        remark="The picture in the chip is of another person than the printed portrait.",
        forged=_with_swapped_face,
        genuine=_with_own_chip,
    ),
    "seal.seal_signature": Case(
        species="print altered and sealed anew",
        remark="Nothing: the seal agrees with the altered print, but a forger's key signed it.",
        forged=partial(_forged, "mrv-a", "flatbed", 12, _resealed),
        genuine=partial(genuine, "mrv-a", "flatbed", 12),
    ),
    "security.faint_print": _species(
        job("td3-2", "flatbed", 3, "ovd-missing", Severity.ORDINARY),
        "The optically variable device is absent.",
    ),
    "security.ir_personal_ink": _species(
        job("td3-2", "border-reader", 21, "data-mechanical", Severity.ORDINARY),
        "In infrared the date of expiry, which was typed anew, vanishes.",
    ),
    "security.known_counterfeit": Case(
        species="print of a plate that is known",
        remark="A dark spot stands among the data, as on counterfeits that were seen before.",
        forged=lambda: replace(_forged(*PASSPORT, _spotted), known=_knows_the_mark),
        genuine=lambda: replace(genuine(*PASSPORT), known=_knows_the_mark),
    ),
    "security.page_size": Case(
        species="page cut in another place",
        remark="The margin at the right edge is some 3 mm wider than at the left one.",
        forged=partial(_forged, "td3-2", "flatbed", 4, lambda sheet: replace(sheet, cut=(3.2, 2.2))),
        genuine=partial(genuine, "td3-2", "flatbed", 4),
    ),
    "security.device_print": _species(
        job("td3-2", "flatbed", 0, "ovd-missing", Severity.ORDINARY),
        "The fine lines of the device are missing.",
    ),
    "security.uv_device": _species(
        job("td3-2", "border-reader", 21, "ovd-missing", Severity.ORDINARY),
        "Under UV the fine lines of the device are missing.",
    ),
}
"""By check."""
