"""What advice depends on besides what was found: what is at hand, and what the document can be asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from docforensics.capture.model import Channel, SideKind
from docforensics.checks.claims import ClaimId, Why
from docforensics.formats.table import PageSize
from docforensics.guidance.plan import EVERY_DOCUMENT
from docforensics.scoring.model import Verdict

_PORTRAIT, _ZONE = "portrait of the holder", "machine readable zone"


class CapturedSide(Protocol):
    """What is known of one side."""

    @property
    def side(self) -> str:
        """Which side it is."""

    @property
    def channel(self) -> str:
        """How its image came."""

    @property
    def size(self) -> str | None:
        """Nominal size of the document."""

    @property
    def template(self) -> str | None:
        """Template that fits it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The case that is advised on."""

    mrz_read: bool
    template_found: bool
    is_specimen: bool = False
    has_document: bool = True
    """Whether the document is at hand; False where an image of it was sent in."""
    document_found: bool = True
    """Whether the image shows a document at all."""
    mrz_expected: bool = True
    """Whether the sides that were captured may bear a machine readable zone."""
    is_card_side: bool = False
    """Whether one side of a card was captured: the zone, if it has one, stands on the back."""
    is_back: bool = False
    """Whether only the back was captured, which bears no portrait unless its template says so."""

    @property
    def mrz_step(self) -> str:
        """Key of the sentence about a zone that was not read; empty where none is due."""
        if self.mrz_read or not (self.mrz_expected and self.document_found):
            return ""
        return "no_mrz_card" if self.is_card_side else "no_mrz"

    @property
    def presumed(self) -> tuple[str, ...]:
        """PRADO words of what the document bears where no template names it."""
        if not self.document_found:
            return ()
        left_out = {_PORTRAIT: self.is_back, _ZONE: not self.mrz_expected}
        return tuple(word for word in EVERY_DOCUMENT if not left_out.get(word))


def situation_of(
    sides: Sequence[CapturedSide], verdict: Verdict, *, mrz_read: bool, is_specimen: bool
) -> Situation:
    """Read the case from what was captured and judged."""
    claims = {result.claim for result in verdict.claims}
    return Situation(
        mrz_read=mrz_read,
        template_found=any(side.template for side in sides),
        is_specimen=is_specimen,
        has_document=not any(side.channel == Channel.UPLOAD for side in sides),
        document_found=not any(result.why is Why.NOT_A_DOCUMENT for result in verdict.claims),
        mrz_expected=not claims or ClaimId.MRZ_DATA in claims,
        is_card_side=len(sides) == 1 and sides[0].size == PageSize.ID1 and sides[0].side != SideKind.BACK,
        is_back=bool(sides) and all(side.side == SideKind.BACK for side in sides),
    )
