"""Registers a page with some templates, and chooses among those that fit."""

from collections.abc import Iterable

from docforensics.capture.light import Light
from docforensics.capture.side import Capture
from docforensics.page.model import Page
from docforensics.templates.model import Template
from docforensics.templates.registration.placing import PagePoints
from docforensics.templates.registration.register import Registration, register
from docforensics.templates.retrieval.editions import prefer
from docforensics.templates.retrieval.verification import view_of, view_of_page

_OF_ONE_SIZE = 0.05
"""Difference of sizes within which two templates may fit one page: as far as a page is stretched for the frame it has, and a little."""


def best_fit(
    capture: Capture, page: Page, templates: Iterable[Template], points: PagePoints
) -> Registration | None:
    """The one that fits best; of editions of one model, of which all fit, the one whose print the page shows where they differ."""
    fitting: list[Registration] = []
    for template in templates:
        # A page that lies on a template of one size is of no other.
        if fitting and not _of_one_size(template, fitting[0].match.template):
            continue
        found = register(capture, page, template, points)
        if found is not None:
            fitting.append(found)
    fitting.sort(key=lambda found: found.match.residuals[Light.VISIBLE].dissimilarity)
    best = fitting[0] if fitting else None
    for rival in fitting[1:]:
        if best is not None and _shows(best, rival) < 0:
            best = rival
    return best


def _of_one_size(one: Template, other: Template) -> bool:
    """Whether two templates may be editions of one model: templates of scans state sizes that differ a little."""
    return all(
        abs(side / beside - 1) < _OF_ONE_SIZE for side, beside in zip(one.size_mm, other.size_mm, strict=True)
    )


def _shows(best: Registration, rival: Registration) -> float:
    """-1..1: above 0 the page shows the first one's print where the two differ, below 0 the other's; 0 where none can be told."""
    one, other = (found.match.template for found in (best, rival))
    if one.size != other.size:
        return 0.0
    views = [view_of(template.references[Light.VISIBLE], template.size) for template in (one, other)]
    return prefer(view_of_page(best.match.pages[Light.VISIBLE], one.size), *views).lean
