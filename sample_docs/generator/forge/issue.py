"""Forgeries of issuance: stolen blanks, substituted pages, wrong inks and devices, documents of nobody."""

import dataclasses

import numpy as np

from sample_docs.generator import fonts
from sample_docs.generator.designs import parts
from sample_docs.generator.elements import Element, Foil, Lines, Patch, Picture, Text
from sample_docs.generator.ink import BRIGHT_PAPER, DULL_PAPER, DYE_BLACK
from sample_docs.generator.people import Record
from sample_docs.generator.seals.printed import seal_box
from sample_docs.generator.sheet import Sheet, issue

from . import truth
from .counterfeit import INKJETS, print_edit
from .forgery import Forgery, Severity, Species, boxes_path
from .other_press import own_paper, own_printer, own_screen
from .retype import differing, region


def stolen_blank(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A genuine blank filled in on an office printer: dyes that IR passes, and more or less like the issuer's look."""
    personal = tuple(
        _office(element, severity, sheet, rng)
        for element in sheet.personal
        if not element.name.startswith(("uv-", "seal"))
    )
    texts = [e.box for e in (*sheet.personal, *personal) if isinstance(e, Text)]
    pictures = [e.box for e in sheet.personal if isinstance(e, Picture)]
    seals = [seal_box(e) for e in sheet.personal if isinstance(e, Lines) and e.name == "seal"]
    sees = {
        Severity.CARELESS: "The data stand in another type, the portrait has a hard edge; in IR all data vanish.",
        Severity.ORDINARY: "The portrait's edge is hard; in IR all data vanish; the number does not glow under UV.",
        Severity.SKILLED: "White light shows nothing; in IR all data vanish; the number does not glow under UV.",
    }[severity]
    return Forgery(
        sheet=dataclasses.replace(sheet, personal=personal),
        regions=boxes_path(*texts, *pictures, *seals),
        sees=sees,
    )


def _office(element: Element, severity: Severity, sheet: Sheet, rng: np.random.Generator) -> Element:
    if isinstance(element, Text):
        field = element.name.startswith("field-")
        font = fonts.SERIF if severity is Severity.CARELESS and field else element.font
        return dataclasses.replace(element, ink=DYE_BLACK, font=font)
    if isinstance(element, Picture):
        white, ultraviolet, _ = element.density
        mask = element.mask if severity is Severity.SKILLED else None
        reprinted = dataclasses.replace(element, density=(0.99 * white, ultraviolet, 0.05), mask=mask)
        return own_screen(reprinted, sheet, rng)
    return element


def substituted_page(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A page of another document: its number disagrees with that of the rest (all, three or one digit)."""
    other = _other_number(
        sheet.record.number, {Severity.CARELESS: 7, Severity.ORDINARY: 3, Severity.SKILLED: 1}[severity], rng
    )
    if any(e.name == "perforation" for e in sheet.personal):
        old, new = sheet.find("perforation"), _perforated(sheet, other)
        bounds = old.path.getBounds()  # type: ignore[attr-defined]
        strip = dataclasses.replace(
            sheet.design.box, x=bounds.left(), y=bounds.top(), w=bounds.width(), h=bounds.height()
        )
        sees = f"The page is perforated {''.join(c for c in other if c.isdigit())}, but its number is {sheet.record.number}."
        return Forgery(sheet=sheet.with_element(new), regions=boxes_path(strip.grown(0.4)), sees=sees)
    altered = truth.with_mrz(sheet, truth.composed(sheet, sheet.record.changed(number=other)))
    changes = [
        c
        for text, line in zip(truth.mrz_texts(sheet), altered.mrz, strict=True)
        for c in differing(text, line)
    ]
    sees = f"The back is that of card {other}, the front that of {sheet.record.number}."
    return Forgery(sheet=altered, regions=region(changes, Severity.SKILLED), sees=sees)


def _perforated(sheet: Sheet, number: str) -> Element:
    return issue(sheet.design, sheet.record.changed(number=number), sheet.seed).find("perforation")


def _other_number(number: str, count: int, rng: np.random.Generator) -> str:
    digits = list(number)
    places = [k for k, c in enumerate(digits) if c.isdigit()]
    for place in rng.choice(places, min(count, len(places)), replace=False):
        digits[place] = str((int(digits[place]) + int(rng.integers(1, 10))) % 10)
    return "".join(digits)


def ir_transparent_mrz(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """An MRZ printed with a dye: black to the eye, absent in IR. The skilled forger reprinted only one line."""
    del rng
    lines = truth.mrz_texts(sheet)
    chosen = lines[-1:] if severity is Severity.SKILLED else lines
    changed = sheet
    for line in chosen:
        changed = changed.with_element(dataclasses.replace(line, ink=DYE_BLACK))
    what = "One line of the MRZ" if severity is Severity.SKILLED else "The MRZ"
    return Forgery(
        sheet=changed, regions=boxes_path(*[t.box for t in chosen]), sees=f"{what} vanishes in IR."
    )


def _devices(sheet: Sheet) -> list[Foil]:
    """The devices; a laminate with signs all over the page is none."""
    return [e for e in sheet.over if isinstance(e, Foil) and e.name.startswith("device")]


def missing_device(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """No optically variable device: torn off with residue, absent, or covered by clear varnish."""
    del rng
    devices = _devices(sheet)
    changed = sheet.without("device")
    residue: tuple[Element, ...] = ()
    if severity is not Severity.ORDINARY:
        alpha = 0.5 if severity is Severity.CARELESS else 0.12
        residue = tuple(_residue(foil, alpha) for foil in devices)
    changed = dataclasses.replace(changed, over=(*changed.over, *residue))
    sees = {
        Severity.CARELESS: "Where the device belongs there is torn, dull residue.",
        Severity.ORDINARY: "The device is absent.",
        Severity.SKILLED: "Where the device belongs there is a clear gloss that shows no image at any tilt.",
    }[severity]
    return Forgery(sheet=changed, regions=boxes_path(*[f.box for f in devices]), sees=sees)


def _residue(foil: Foil, alpha: float) -> Patch:
    level = 0.80 if alpha > 0.3 else 1.0
    reach = 0.43 * min(foil.box.w, foil.box.h)
    path = parts.disc(foil.box.x + foil.box.w / 2, foil.box.y + foil.box.h / 2, reach)
    return Patch(
        name=f"residue-{foil.name}",
        path=path,
        white=(level, level, level),
        uv=(0.22, 0.22, 0.30),
        ir=0.9,
        alpha=alpha,
        soft=0.2,
    )


def flat_device(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A device that does not change: printed grey, printed silver, or an iridescent print fixed in one colour play."""
    del rng
    devices = _devices(sheet)
    changed = sheet
    for foil in devices:
        changed = changed.with_element(_flat(foil, severity))
    sees = {
        Severity.CARELESS: "The device is a grey print; it does not change with the tilt.",
        Severity.ORDINARY: "The device is a silver print; it does not change with the tilt.",
        Severity.SKILLED: "The device shows colours but never changes them.",
    }[severity]
    return Forgery(sheet=changed, regions=boxes_path(*[f.box for f in devices]), sees=sees)


def _flat(foil: Foil, severity: Severity) -> Foil:
    if severity is Severity.SKILLED:
        return dataclasses.replace(foil, frozen_tilt=0.55)
    return dataclasses.replace(foil, lively=False, strength=1.0 if severity is Severity.CARELESS else 0.55)


PSEUDO_CODE, PSEUDO_NAME = "XQN", "NUSQUAMIA"
"""An issuer that is in no list; its code is in the range ISO 3166 leaves to users."""


def pseudo_document(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """A document of an issuer that does not exist even among the fictional ones, in a borrowed layout."""
    fake = _claimed(sheet, sheet.record.changed(issuer=PSEUDO_CODE, nationality=PSEUDO_CODE))
    sees = f"No list knows an issuer {PSEUDO_CODE}; there is no UV print."
    if severity is Severity.SKILLED:
        return Forgery(sheet=fake, regions=boxes_path(sheet.design.box), sees=sees)
    paper = own_paper(BRIGHT_PAPER if severity is Severity.CARELESS else DULL_PAPER, sheet, rng)
    printer = own_printer(INKJETS[severity], sheet, rng)
    return Forgery(
        sheet=fake,
        regions=boxes_path(sheet.design.box),
        sees=f"{sees} It is printed by {printer.name}.",
        page_edit=print_edit(fake, printer, paper),
    )


def _claimed(sheet: Sheet, record: Record) -> Sheet:
    made = issue(sheet.design, record, sheet.seed).without("uv-", "device", "seal")
    titled = tuple(
        dataclasses.replace(e, text=PSEUDO_NAME, size=0.72 * e.size)
        if isinstance(e, Text) and e.name == "title"
        else e
        for e in made.under
    )
    return dataclasses.replace(made, under=titled, fibres=0)


SPECIES = (
    Species(
        name="stolen-blank",
        prado="fraudulently obtained (stolen blank, wrong personalization)",
        forge=stolen_blank,
    ),
    Species(
        name="page-substitution", prado="page substitution", forge=substituted_page, needs=("leaf-number",)
    ),
    Species(
        name="mrz-ir-transparent",
        prado="imitated personalization (MRZ not B900)",
        forge=ir_transparent_mrz,
        channels=("border-reader",),
        needs=("mrz",),
    ),
    Species(
        name="ovd-missing", prado="missing optically variable device", forge=missing_device, needs=("device",)
    ),
    Species(
        name="ovd-flat", prado="imitated optically variable device", forge=flat_device, needs=("device",)
    ),
    Species(name="pseudo-document", prado="pseudo document", forge=pseudo_document),
)
