"""Pages of the desk about alerts: the card of one that was applied, and drafts of documents that were decided forged."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from docforensics.alerting.card import card_html
from docforensics.alerting.making import listing
from docforensics.alerts.file import SUFFIX
from docforensics.alerts.model import Alert
from docforensics.errors import UsageError
from docforensics.service.asked import DraftWish
from docforensics.service.blobs import DRAFT
from docforensics.service.decisions import DeskVerdict
from docforensics.service.desk.drafts import draft_form_page, draft_page
from docforensics.service.desk.pages import Viewer, sign_in_page
from docforensics.service.drafts import given_out, kept_draft, offered_places, wish_of, work_of
from docforensics.service.problems import ProblemError
from docforensics.service.records import ExaminationRecord
from docforensics.service.routes.desk_forms import answered, own_form, setting_of, viewer_of
from docforensics.service.state import ServiceParts, parts_of

router = APIRouter(prefix="/desk", include_in_schema=False)
Identity = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
AlertId = Annotated[str, Path(pattern="^[0-9a-f-]{36}$")]


@router.get("/alerts/{alert}")
def card(request: Request, alert: AlertId) -> Response:
    """Give the quick check card of an alert that is applied here; it states its own policy."""
    if viewer_of(request) is None:
        return answered(request, sign_in_page(setting_of(request)), 401)
    book = parts_of(request).settings.examination.load_alerts()
    entry = None if book is None else book.entry(alert)
    if book is None or entry is None:
        raise ProblemError("not_found", "this alert is not applied here any more")
    read = book.alert(entry)
    return HTMLResponse(card_html(read, signed_by=read.signed_by or entry.signed_by))


@router.get("/{identity}/alert")
def form(request: Request, identity: Identity) -> Response:
    """Ask what an alert of this document shall state."""
    viewer = viewer_of(request)
    if viewer is None:
        return answered(request, sign_in_page(setting_of(request)), 401)
    record = _forged(request, viewer, identity)
    return answered(request, _form_page(request, viewer, record, {}))


@router.post("/{identity}/alert")
async def draft(request: Request, identity: Identity) -> Response:
    """Have a draft made of the kept pictures, and show all that would leave."""
    fields, viewer = await own_form(request)
    record = await run_in_threadpool(_forged, request, viewer, identity)
    try:
        wish = wish_of(fields, date.today())  # noqa: DTZ011 (the post's local day)
        await _made(parts_of(request), record, wish)
    except UsageError as error:
        page = await run_in_threadpool(_form_page, request, viewer, record, fields, str(error))
        return answered(request, page, 422)
    parts_of(request).examinations.store.audit.append("draft-alert", by=viewer.key.id, of=identity)
    return RedirectResponse(f"/desk/{identity}/alert/draft", 303)


@router.get("/{identity}/alert/draft")
def shown_draft(request: Request, identity: Identity) -> Response:
    """List what leaves with the draft, and ask for the confirmation."""
    viewer = viewer_of(request)
    if viewer is None:
        return answered(request, sign_in_page(setting_of(request)), 401)
    made = _draft(request, viewer, identity)
    shown = setting_of(request, viewer, f"/desk/{identity}/alert/draft")
    is_signed = parts_of(request).settings.alert_key is not None
    return answered(request, draft_page(shown, identity, list(listing(made)), is_signed=is_signed))


@router.get("/{identity}/alert/card")
def draft_card(request: Request, identity: Identity) -> Response:
    """Give the card of the draft, with every picture that leaves."""
    viewer = viewer_of(request)
    if viewer is None:
        return answered(request, sign_in_page(setting_of(request)), 401)
    return HTMLResponse(card_html(_draft(request, viewer, identity)))


@router.post("/{identity}/alert/file")
async def file(request: Request, identity: Identity) -> Response:
    """Give the draft that was confirmed, signed where the service has a key for that."""
    fields, viewer = await own_form(request)
    made = await run_in_threadpool(_draft, request, viewer, identity)
    if fields.get("seen", "") != made.id:
        raise ProblemError(
            "unprocessable", "confirm that you have seen all that leaves, of the draft that is shown now"
        )
    parts = parts_of(request)
    raw = await run_in_threadpool(given_out, made, parts.settings.alert_key)
    parts.examinations.store.audit.append("give-alert", by=viewer.key.id, of=identity, result=made.id)
    headers = {"Content-Disposition": f'attachment; filename="{made.id}{SUFFIX}"'}
    return Response(raw, 200, headers, "application/octet-stream")


def _forged(request: Request, viewer: Viewer, identity: str) -> ExaminationRecord:
    """Find a document that this person may make an alert of: seen by their key, second line, decided forged."""
    record = parts_of(request).examinations.found(viewer.key, identity)
    if not viewer.may_decide:
        raise ProblemError("forbidden", "the key needs the scope review")
    if record.decided != DeskVerdict.FORGED:
        raise ProblemError("not_found", "an alert is made of a document that was decided forged")
    return record


def _draft(request: Request, viewer: Viewer, identity: str) -> Alert:
    record = _forged(request, viewer, identity)
    made = kept_draft(parts_of(request).examinations.store.blobs, record.id)
    if made is None:
        raise ProblemError("not_found", "no draft of an alert was made of this document")
    return made


def _form_page(
    request: Request, viewer: Viewer, record: ExaminationRecord, fields: dict[str, str], problem: str = ""
) -> str:
    store = parts_of(request).examinations.store
    species = store.decisions.of(record.id)[-1].species
    shown = setting_of(request, viewer, f"/desk/{record.id}/alert")
    places = offered_places(store.blobs, record.id)
    return draft_form_page(shown, record.id, fields, species=species, places=places, problem=problem)


async def _made(parts: ServiceParts, record: ExaminationRecord, wish: DraftWish) -> None:
    """Have a worker make the draft, and keep it with the document; UsageError states why there is none."""
    blobs = parts.examinations.store.blobs
    asked = await run_in_threadpool(work_of, blobs, record.id, wish)
    if asked is None:
        raise UsageError(
            "the pictures of this document are not kept: make the alert of its file (docforensics alert make)"
        )
    place = parts.queue.reserve()
    try:
        ticket = await run_in_threadpool(parts.examinations.enter, asked.packed(), place)
        result = await asyncio.wrap_future(ticket.future)
    finally:
        place.release()
    if result.described is None:
        raise UsageError(result.reason or "no draft could be made of this document")
    await run_in_threadpool(blobs.put, record.id, DRAFT, result.described.forms[DRAFT])
