"""How an examiner is warmed up before the first document comes: pages to practise on, and what checks prepare."""

import logging
from collections.abc import Iterable, Iterator

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.check import Check
from docforensics.page.geometry import MM_PER_INCH
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.store import TemplateStore

_log = logging.getLogger("docforensics")

PRACTICE_MRZ = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
"""The specimen of Doc 9303-4."""
_MOST = 6
"""Templates that are all examined; of more only the first, the others are prepared when a page of theirs comes. A judgement."""
_PAPER, _SIZE_MM = 235, (125.0, 88.0)
"""Grey level and size of the page where there is no template."""


def practice_pages(templates: TemplateStore) -> Iterator[Capture]:
    """The references of templates as captures in all their lights; a blank page where there is no template."""
    count = len(templates) if len(templates) <= _MOST else 1
    for template in map(templates.template, range(count)):
        yield Capture.from_lights(
            {light: reference.mean for light, reference in template.references.items()},
            channel=Channel.SCANNER,
            dpi=REFERENCE_PX_PER_MM * MM_PER_INCH,
            size_mm=template.size_mm,
        )
    if not count:
        width, height = (round(side * REFERENCE_PX_PER_MM) for side in _SIZE_MM)
        blank = np.full((height, width, 3), _PAPER, np.uint8)
        yield Capture.from_lights({Light.VISIBLE: blank}, channel=Channel.SCANNER, size_mm=_SIZE_MM)


def prepare(checks: Iterable[Check]) -> None:
    """Have checks make what they otherwise make with the first document."""
    for check in checks:
        try:
            if check.prepare is not None:
                check.prepare()
        except Exception:  # noqa: BLE001 (a plug-in's; what its check lacks shows in the report)
            _log.exception("the check %s could not be prepared", check.id)
