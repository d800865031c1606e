"""Documents without a picture: as much of a side as decides which claims apply and what was seen of them."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.claims.fold import WeighedCheck
from docforensics.claims.power import VerifiesFrom
from docforensics.page.frame import ScaleBasis
from docforensics.page.model import Quality
from docforensics.templates.model import FeatureKind

ALL_KINDS = frozenset(FeatureKind)
EVERYWHERE = VerifiesFrom()


def template_of(
    kinds: Collection[FeatureKind] = ALL_KINDS, *, lights: Collection[Light] = Light, signed_by: str = ""
) -> Any:
    """Make a template that names one feature of each kind."""

    def of_kind(kind: FeatureKind) -> tuple[Any, ...]:
        return (SimpleNamespace(name=str(kind), kind=kind),) if kind in kinds else ()

    return SimpleNamespace(
        of_kind=of_kind, references=dict.fromkeys(lights), n_holders=5, signed_by=signed_by
    )


def side_of(
    template: Any = None,
    *,
    lights: Collection[Light] = (Light.VISIBLE,),
    channel: Channel = Channel.SCANNER,
    px_per_mm: float = 15.0,
    basis: ScaleBasis = ScaleBasis.OUTLINE,
    zone: object = None,
) -> Any:
    """Make a side of a document; without a template none fits it."""
    quality = Quality(sharpness=1.0, glare_share=0.0, px_per_mm=px_per_mm, contrast=0.9)
    return SimpleNamespace(
        match=None if template is None else SimpleNamespace(template=template, residuals={}),
        page=SimpleNamespace(quality=quality, pixels=dict.fromkeys(lights), basis=basis, size=None),
        viz=SimpleNamespace(portrait=None),
        capture=SimpleNamespace(channel=channel, may_be_edited=channel is not Channel.SCANNER),
        mrz_reading=zone,
        frame_of=None,
    )


def document_of(*sides: Any, mrz: Any = None, seals: tuple[object, ...] = (), chip: object = None) -> Any:
    """Make a document of sides, the first of which bears its zone."""
    return SimpleNamespace(
        sides=sides,
        mrz=mrz,
        mrz_side=None if mrz is None else 0,
        mrz_reading=None,
        seals=seals,
        chip=chip,
        channels=frozenset(side.capture.channel for side in sides),
        lights=frozenset(light for side in sides for light in side.page.pixels),
    )


def weighed(
    outcome: Outcome | None = None,
    *,
    name: str = "security.made_up",
    verifies: Collection[ClaimId] = (),
    contradicts: Collection[ClaimId] = (),
    log10_lr: float = -0.5,
    is_weighed: bool = True,
    power: VerifiesFrom | None = EVERYWHERE,
    **declared: Any,
) -> WeighedCheck:
    """Make a check with its outcome; adverse where its weight speaks against the document."""
    family, _, slug = name.partition(".")
    spec = CheckSpec(
        title="Made up",
        unit="none",
        verifies=frozenset(verifies),
        contradicts=frozenset(contradicts),
        **{"lights": WHITE_LIGHT, **declared},
    )
    outcome = Measured(value=0.0) if outcome is None else outcome
    check = Check(family=family, slug=slug, spec=spec, measure=lambda _: Measured(value=0.0), explanation="")
    return WeighedCheck(
        check=check,
        outcome=outcome,
        log10_lr=log10_lr,
        is_adverse=log10_lr > 0.3,
        is_weighed=is_weighed,
        verifies_from=power,
    )


@pytest.fixture(name="made", scope="session")
def fixture_made() -> Any:
    """Give the makers of documents and of weighed checks."""
    return SimpleNamespace(template=template_of, side=side_of, document=document_of, weighed=weighed)
