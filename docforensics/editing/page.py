"""The page of the editor: self-contained but for the pictures of the lights, with the policy that admits nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.editing.session import EditSession
from docforensics.errors import TemplateError
from docforensics.parsing import plain
from docforensics.report.page import REPORT, asset, asset_hash, environment
from docforensics.report.private import reference_pictures
from docforensics.templates.drawing import veiled
from docforensics.templates.model import FeatureKind, Template

_HERE = "docforensics.editing"
_STYLE, _SCRIPT = "edit.css", "edit.js"
_REPORT_STYLE = "report.css"
"""The page looks as the report does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Bytes to send, and their media type."""

    kind: str
    data: bytes


def page_html(session: EditSession, page: str) -> str:
    """Write the page for the places as they were saved last; `page` is its id, with which it reports that it was closed."""
    template = session.opened.template
    lights = [{"id": light.value, "words": light.facts.words} for light in template.references]
    width, height = template.size_mm
    data: dict[str, Any] = {
        "page": page,
        "places": plain(session.places),
        "width": width,
        "height": height,
        "revision": session.revision,
        "lights": lights,
        "consequences": session.consequences,
    }
    return (
        environment(_HERE)
        .get_template("edit.html.j2")
        .render(
            template=template,
            folder=session.shown_folder,
            lights=lights,
            kinds=list(FeatureKind),
            data=data,
            style=asset(_REPORT_STYLE),
            own_style=asset(_STYLE, _HERE),
            script=asset(_SCRIPT, _HERE),
        )
    )


@cache
def policy() -> str:
    """What the browser may load and run: the style and script of the page, pictures and answers of this address."""
    own, shared = asset_hash(_STYLE, _HERE), asset_hash(_REPORT_STYLE, REPORT)
    return (
        "default-src 'none'; img-src 'self' data:; connect-src 'self'; "
        f"style-src 'sha256-{shared}' 'sha256-{own}'; "
        f"script-src 'sha256-{asset_hash(_SCRIPT, _HERE)}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def pictures(template: Template) -> Mapping[str, Asset]:
    """The reference in each light by file name, with a veil over what is the holder's, as `template show` draws it.

    Of few holders their data are painted over, as in reports.
    """
    shown = reference_pictures(template)
    return {
        f"{light}.png": _png(veiled(pixels, template.references[light].constant), light)
        for light, pixels in shown.items()
    }


def _png(pixels: Pixels, light: Light) -> Asset:
    done, data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    if not done:
        raise TemplateError(f"the reference in {light} cannot be encoded as PNG")
    return Asset(kind="image/png", data=data.tobytes())
