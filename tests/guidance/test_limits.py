"""What a result does not mean is said with it, as far as it applies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image
from docforensics.capture.side import Capture
from docforensics.checks.outcome import Measured
from docforensics.document import Document, Side
from docforensics.formats.table import PageSize
from docforensics.guidance.limits import limits as limits_said
from docforensics.guidance.words import sentence
from docforensics.kept import given
from docforensics.mrz.parse import parse_mrz
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.model import Page, Quality
from docforensics.scoring.model import Basis, Evidence, Result
from docforensics.templates.discovered import Discovered
from docforensics.viz.model import VizReading

MRZ = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"


def document(
    *,
    channel: Channel = Channel.SCANNER,
    lights: tuple[Light, ...] = tuple(Light),
    basis: ScaleBasis = ScaleBasis.MRZ,
) -> Document:
    """Make a card whose MRZ was read."""
    pixels = np.zeros((4, 4), np.uint8)
    image = Image(pixels=pixels, sha256="", raw=b"", media_type="array")
    page = Page(
        frame=Frame(
            size=PageSize.ID1,
            size_mm=PageSize.ID1.millimetres,
            basis=basis,
            homography=np.eye(3),
        ),
        px_per_mm=1.0,
        pixels=dict.fromkeys(lights, pixels),
        measured=given(Quality(sharpness=1, glare_share=0, px_per_mm=1, contrast=1)),
    )
    capture = Capture(images=dict.fromkeys(lights, (image,)), channel=channel)
    side = Side(capture=capture, page=page, mrz_reading=None, viz=VizReading(), match=None)
    return Document(sides=(side,), mrz=parse_mrz(MRZ), mrz_side=0, inspected_on=date(2026, 11, 24))


def evidence(basis: Basis) -> Evidence:
    """Make one weight."""
    return Evidence(
        check="a.b",
        family="a",
        outcome=Measured(value=0),
        log10_lr=0,
        result=Result.SUCCESSFUL,
        margin=1,
        basis=basis,
    )


def limits(*, document: Document, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Ask for the limits in English."""
    return tuple(map(str, limits_said(document=document, evidence=evidence)))


def test_what_an_image_cannot_show_is_always_said() -> None:
    """A probability is no proof, and chip, face and stolen blanks are not seen."""
    said = limits(document=document(), evidence=())
    assert said[0] == sentence("limits", "probability")
    assert sentence("limits", "blind") in said
    assert sentence("limits", "check_digits") in said


def test_expert_weights_are_counted() -> None:
    """How much rests on judgement is said in numbers, and not at all when nothing does."""
    mixed = limits(document=document(), evidence=[evidence(Basis.EXPERT), evidence(Basis.FITTED)])
    assert sentence("limits", "expert", expert=1, total=2) in mixed
    fitted = limits(document=document(), evidence=[evidence(Basis.FITTED)])
    assert not any("expert" in text for text in fitted)


def test_lights_that_were_not_there_are_unknown() -> None:
    """The lights seen are named; with all of them there is nothing to say."""
    few = limits(document=document(lights=(Light.UV, Light.VISIBLE)), evidence=())
    assert sentence("limits", "lights", lights=("visible", "UV")) in few
    assert not any("lights only" in text for text in limits(document=document(), evidence=()))


def test_an_upload_is_not_the_document() -> None:
    """Who sends an image chooses what it shows; a scanner's is the document."""
    upload = sentence("limits", "upload")
    assert upload in limits(document=document(channel=Channel.UPLOAD), evidence=())
    assert upload not in limits(document=document(channel=Channel.SCANNER), evidence=())


def test_an_assumed_scale_is_named() -> None:
    """No absolute size rests on it."""
    scale = sentence("limits", "scale")
    assert scale in limits(document=document(basis=ScaleBasis.ASSUMED), evidence=())
    assert scale not in limits(document=document(), evidence=())


def test_without_a_template_only_the_general_was_checked() -> None:
    """Absence of a template is a limit, not a failure."""
    assert sentence("limits", "no_template") in limits(document=document(), evidence=())


def test_a_discovered_template_that_nobody_confirmed_is_named_once() -> None:
    """Both sides lie on it; confirmed by as many captures, it is a template like another."""
    found = Discovered(captures=6, pages=9, outliers=8)
    said = sentence("limits", "discovered", captures=6, pages=9, outliers=8)
    for unconfirmed in (True, False):
        template = SimpleNamespace(discovered=found, is_unconfirmed=unconfirmed)
        asked = document()
        side = replace(asked.sides[0], match=SimpleNamespace(template=template))
        told = limits(document=replace(asked, sides=(side, side)), evidence=())
        assert told.count(said) == int(unconfirmed)
