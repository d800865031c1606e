"""What the checks report of a place that could not be seen (`docforensics.page.visibility`): nothing, and why."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, undetermined
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.page.visibility import Blindness

_NEEDS = "another capture, without reflections and with nothing on the page"
HIDDEN: Mapping[Blindness, Abstained] = MappingProxyType(
    {
        Blindness.GLARE: undetermined("glare hides the place", _NEEDS, why=Why.GLARE),
        Blindness.OCCLUDED: undetermined("a cover hides the place", _NEEDS, why=Why.OCCLUDED),
        Blindness.BLURRED: undetermined(
            "the place is blurred, the page around it is not", "another capture", why=Why.BLURRED
        ),
        Blindness.CROPPED: undetermined(
            "the place lies beyond the capture", "a capture of the whole page", why=Why.CROPPED
        ),
    }
)
"""By cause, the abstention of a check whose place could not be seen."""
ANY_HIDDEN = tuple(HIDDEN.values())
"""The same in a row, for `worst`."""


def hidden(
    page: Page, boxes: Iterable[BoxMm], light: Light = Light.VISIBLE, *, most: float
) -> Abstained | None:
    """State why the first of some boxes, of which more than the share `most` is hidden, was not seen; None when all were."""
    causes = (page.visibility.cause(box, light, most=most) for box in boxes)
    cause = next((cause for cause in causes if cause is not None), None)
    return None if cause is None else HIDDEN[cause]


def light_of_page(page: Page) -> Light:
    """Give the light in which a page is read: white light, or the first that there is."""
    return Light.VISIBLE if Light.VISIBLE in page.pixels else next(iter(page.pixels))
