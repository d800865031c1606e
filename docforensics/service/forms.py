"""Which form of a report a client takes: by `Accept`, or by the ending of the address."""

from collections.abc import Mapping
from types import MappingProxyType

from docforensics.service.asked import ReportForm
from docforensics.service.problems import ProblemError

MEDIA_TYPES: Mapping[ReportForm, str] = MappingProxyType(
    {
        ReportForm.JSON: "application/json",
        ReportForm.HTML: "text/html",
        ReportForm.REDACTED: "application/vnd.docforensics.redacted+html",
        ReportForm.TR03135: "application/vnd.docforensics.tr03135+json",
    }
)
"""As `Accept` names them; a redacted page is sent as text/html."""
ENDINGS: Mapping[str, ReportForm] = MappingProxyType(
    {
        "": ReportForm.JSON,
        ".json": ReportForm.JSON,
        ".html": ReportForm.HTML,
        ".redacted.html": ReportForm.REDACTED,
        ".tr03135.json": ReportForm.TR03135,
    }
)


def content_type(form: ReportForm) -> str:
    """Give the media type that is sent."""
    page = form in (ReportForm.HTML, ReportForm.REDACTED)
    return "text/html; charset=utf-8" if page else MEDIA_TYPES[form]


def accepted(accept: str) -> ReportForm:
    """Choose the form that a client likes best; ProblemError `not_acceptable` where it takes none."""
    best: tuple[float, int, ReportForm] | None = None
    for place, form in enumerate(MEDIA_TYPES):
        quality = _quality(accept, MEDIA_TYPES[form])
        if quality > 0 and (best is None or (quality, -place) > best[:2]):
            best = (quality, -place, form)
    if best is None:
        raise ProblemError("not_acceptable", f"there are {', '.join(MEDIA_TYPES.values())}")
    return best[2]


def _quality(accept: str, kind: str) -> float:
    """Give how much a media type is liked, 0 to 1: by the closest range that names it."""
    found: tuple[int, float] = (-1, 0.0)
    main = kind.partition("/")[0]
    closeness = {kind: 2, f"{main}/*": 1, "*/*": 0}
    for part in (accept or "*/*").lower().split(","):
        name, *parameters = (one.strip() for one in part.split(";"))
        if name in closeness and closeness[name] > found[0]:
            found = (closeness[name], _weight(parameters))
    return found[1]


def _weight(parameters: list[str]) -> float:
    told = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        weight = float(told)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
