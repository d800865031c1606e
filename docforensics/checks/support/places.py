"""Where a check looks, what hides a place there, and how it states what it saw."""

from dataclasses import dataclass
from typing import Protocol, Self

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.unseen import HIDDEN, hidden
from docforensics.document import Side
from docforensics.page.geometry import BoxMm

MOST_OF_A_SIDE = 1 / 3
"""Share of a side that may be hidden from a check that takes one figure from all of it. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a check looks at."""

    side: int
    """Index into `Document.sides`."""
    name: str = ""
    """Of a template's feature or a field; empty for the side as a whole."""
    hidden: Abstained | None = None
    """What hides it; None where the page shows it."""
    cause: Abstained | None = None
    """What hides most of whatever is hidden of the side, however little; None where nothing is."""

    def sighting(
        self,
        claim: ClaimId,
        *,
        is_odd: bool = False,
        why: Why | None = None,
        in_doubt: Why | None = None,
    ) -> Sighting:
        """State what was seen of a claim there; `why` where the check has a reason of its own to have seen nothing.

        What is adverse at a place of which a part is hidden was seen, and nothing else was.
        """
        code = self.hidden.why if self.hidden else why
        return Sighting(
            claim=claim,
            place=self.name,
            side=self.side,
            why=None if is_odd else code,
            is_odd=is_odd,
            in_doubt=(code or in_doubt) if is_odd else None,
        )


class Located(Protocol):
    """What a check measures one by one: a side, a portrait, a device."""

    @property
    def place(self) -> Place:
        """Where it is, and what hides it. A single place that is hidden is not measured; of a side what is left is."""

    def full(self) -> Self:
        """Give the same compared with all that the template knows, hidden places included."""


def why_hidden(side: Side, box: BoxMm, *lights: Light) -> Why | None:
    """Give the code for what hides a box in the first of some lights that the page has; None where it was seen."""
    for light in lights or (Light.VISIBLE,):
        cause = side.page.visibility.cause(box, light) if light in side.page.pixels else None
        if cause is not None:
            return HIDDEN[cause].why
    return None


def main_cause(side: Side, box: BoxMm, light: Light = Light.VISIBLE) -> Abstained | None:
    """Give what hides most of a box, however little; None where nothing does."""
    found = side.page.visibility.unseen(box, light) if light in side.page.pixels else None
    return None if found is None else HIDDEN[found[0]]


def whole_side(index: int, side: Side, *lights: Light) -> Place:
    """Give a side as one place: hidden where more than a third of it is, in one of some lights."""
    box = BoxMm.of_size(side.page.size_mm)
    shown = [light for light in lights if light in side.page.pixels]
    found = (hidden(side.page, [box], light, most=MOST_OF_A_SIDE) for light in shown)
    causes = (main_cause(side, box, light) for light in shown)
    return Place(
        side=index,
        hidden=next((why for why in found if why is not None), None),
        cause=next((why for why in causes if why is not None), None),
    )
