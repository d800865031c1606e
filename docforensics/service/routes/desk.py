"""Pages of the review desk."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from docforensics.service.asked import ReportForm
from docforensics.service.decisions import (
    MOST_ROWS,
    OPEN,
    DecidedMeanwhileError,
    Decision,
    DeskVerdict,
    QueueFilter,
    place_of,
)
from docforensics.service.desk.deciding import DecisionForm
from docforensics.service.desk.pages import (
    KeptDecision,
    PageSetting,
    QueuePart,
    Viewer,
    document_page,
    off_page,
    queue_page,
    script,
    shown_decision,
    sign_in_page,
    style,
)
from docforensics.service.desk.sight import unpacked_sight
from docforensics.service.desk.words import WORDS
from docforensics.service.export import captures_zip
from docforensics.service.keys import ApiKey
from docforensics.service.problems import ProblemError
from docforensics.service.records import ExaminationRecord, is_seen_by
from docforensics.service.routes.desk_forms import (
    answered,
    form_of,
    is_from_here,
    own_form,
    setting_of,
    viewer_of,
)
from docforensics.service.state import ServiceParts, parts_of

router = APIRouter(prefix="/desk", include_in_schema=False)
_EXPORTS = {"captures": (DeskVerdict.GENUINE, DeskVerdict.FORGED), "genuine": (DeskVerdict.GENUINE,)}
Identity = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


@router.get("/desk.css")
def stylesheet() -> Response:
    """Give the style sheet."""
    return Response(style(), media_type="text/css")


@router.get("/desk.js")
def javascript() -> Response:
    """Give the script."""
    return Response(script(), media_type="text/javascript")


@router.get("/")
def queue(
    request: Request,
    outcome: Annotated[str, Query(pattern="^[A-Z]*$", max_length=16)] = "",
    decided: Annotated[str, Query(pattern="^[a-z]*$", max_length=16)] = OPEN,
    alert: Annotated[str, Query(pattern="^[0-9a-f-]*$", max_length=36)] = "",
    after: Annotated[
        str, Query(pattern=r"^([0-9]-[0-9]{1,12}\.[0-9]{1,20}-[0-9a-f]{32})?$", max_length=68)
    ] = "",
) -> Response:
    """Show the queue, or ask for a key."""
    parts = parts_of(request)
    if not parts.examinations.is_retaining:
        return answered(request, off_page(setting_of(request)), 404)
    if (viewer := viewer_of(request)) is None:
        return answered(request, sign_in_page(setting_of(request)))
    decisions = parts.examinations.store.decisions
    wanted = QueueFilter(outcome=outcome, decided=decided, alert=alert)
    found, total = decisions.queue(viewer.key, wanted, after=after), decisions.size(viewer.key, wanted)
    chosen = {"outcome": outcome, "decided": decided, "alert": alert}
    more, found = len(found) > MOST_ROWS, found[:MOST_ROWS]
    following = urlencode(chosen | {"after": place_of(found[-1])}) if more else ""
    part = QueuePart(
        rows=[(one, parts.examinations.reference_of(one)) for one in found],
        total=total,
        following=following,
        first=urlencode(chosen) if after else "",
    )
    here = "/desk/?" + urlencode(chosen | {"after": after})
    shown, counts = setting_of(request, viewer, here), decisions.counts(viewer.key)
    return answered(request, queue_page(shown, part, counts, chosen, alerts=decisions.alerts(viewer.key)))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Sign in with a key."""
    fields = await form_of(request)
    token = fields.get("token", "").strip().removeprefix("Authorization: Bearer ")
    parts = parts_of(request)
    key = await run_in_threadpool(parts.access.of_token, token)
    form = DecisionForm.of(fields) if is_from_here(request) else DecisionForm()
    identity = fields.get("document", "")
    if key is None:
        page = sign_in_page(setting_of(request), problem="key", form=form, document=identity)
        return answered(request, page, 401)
    answer = await run_in_threadpool(_going_on, request, key, identity, form)
    parts.sessions.begin(answer, key, secure=parts.access.came_encrypted(request))
    await run_in_threadpool(lambda: parts.examinations.store.audit.append("sign-in", by=key.id))
    return answer


def _going_on(request: Request, key: ApiKey, identity: str, form: DecisionForm) -> Response:
    """Show the document whose decision was entered before the session ended, where the key may decide it; else the queue."""
    parts = parts_of(request)
    viewer = Viewer(key=key, form_token=parts.sessions.form_token(key))
    record = parts.examinations.store.records.find(identity) if viewer.may_decide and identity else None
    if record is None or not is_seen_by(record, key):
        return RedirectResponse("/desk/", 303)
    return _shown_again(request, viewer, record, form, "again", status=200)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Sign out."""
    await own_form(request)
    answer = RedirectResponse("/desk/", 303)
    parts_of(request).sessions.end(answer)
    return answer


@router.get("/exports/{name}.zip")
def export(request: Request, name: str) -> Response:
    """Give decided documents as a file."""
    viewer, parts = viewer_of(request), parts_of(request)
    if viewer is None or not viewer.may_decide or name not in _EXPORTS:
        raise ProblemError("not_found")
    store = parts.examinations.store
    records = store.decisions.decided_as(viewer.key, _EXPORTS[name])
    species = {one.id: store.decisions.of(one.id)[-1].species for one in records}
    content = captures_zip(store.blobs, records, species)
    store.audit.append("export", by=viewer.key.id, result=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return Response(content, 200, headers, "application/zip")


@router.get("/{identity}")
def document(
    request: Request,
    identity: Identity,
    kept: Annotated[str, Query(pattern="^[0-9a-f]*$", max_length=32)] = "",
) -> Response:
    """Show one document; `kept` is the id of the decision that this person has just taken."""
    viewer = viewer_of(request)
    if viewer is None:
        return answered(request, sign_in_page(setting_of(request)), 401)
    parts = parts_of(request)
    record = parts.examinations.found(viewer.key, identity)
    parts.examinations.store.audit.append("review", by=viewer.key.id, of=identity)
    shown = setting_of(request, viewer, f"/desk/{identity}")
    return answered(request, _document(parts, shown, record, kept=kept))


@router.get("/{identity}/report")
def report(request: Request, identity: Identity, *, redacted: bool = False) -> Response:
    """Give the report's own page, which states its own policy."""
    viewer = viewer_of(request)
    if viewer is None:
        return answered(request, sign_in_page(setting_of(request)), 401)
    examinations = parts_of(request).examinations
    record = examinations.found(viewer.key, identity)
    return HTMLResponse(examinations.report(record, ReportForm.REDACTED if redacted else ReportForm.HTML))


@router.post("/{identity}/decisions")
async def decide(request: Request, identity: Identity) -> Response:
    """Take a decision; the report stays as it is."""
    fields = await form_of(request)
    return await run_in_threadpool(_decided, request, identity, fields)


def _decided(request: Request, identity: str, fields: dict[str, str]) -> Response:
    viewer, parts = viewer_of(request), parts_of(request)
    form, is_ours = DecisionForm.of(fields), is_from_here(request)
    if viewer is None:
        carried = form if is_ours else DecisionForm()
        page = sign_in_page(setting_of(request), problem="ended", form=carried, document=identity)
        return answered(request, page, 401)
    if not viewer.may_decide:
        raise ProblemError("forbidden", "the key needs the scope review")
    record, store = parts.examinations.found(viewer.key, identity), parts.examinations.store
    if not parts.sessions.is_own_form(viewer.key, fields.get("form_token", "")):
        carried = form if is_ours else DecisionForm()
        return _shown_again(request, viewer, record, carried, "again", status=403)
    if form.problem:
        return _shown_again(request, viewer, record, form, form.problem)
    decision = form.decision(viewer.key, identity, store.blobs.vault)
    try:
        if store.decisions.is_new(decision, after=form.seen):
            store.audit.append("decide", by=viewer.key.id, of=identity, result=decision.verdict.value)
            store.decisions.add(decision, two_persons=parts.settings.two_persons, after=form.seen)
    except DecidedMeanwhileError:
        return _shown_again(request, viewer, record, form, "meanwhile", status=409)
    return RedirectResponse(f"/desk/{identity}?kept={decision.id}#kept", 303)


def _shown_again(
    request: Request,
    viewer: Viewer,
    record: ExaminationRecord,
    form: DecisionForm,
    problem: str,
    *,
    status: int = 422,
) -> Response:
    """Show the document anew, with what was entered and why it is not taken."""
    shown = setting_of(request, viewer, f"/desk/{record.id}")
    page = _document(parts_of(request), shown, record, problem, form=form)
    return answered(request, page, status)


def _document(
    parts: ServiceParts,
    shown: PageSetting,
    record: ExaminationRecord,
    problem: str = "",
    *,
    form: DecisionForm | None = None,
    kept: str = "",
) -> str:
    store = parts.examinations.store
    decisions = store.decisions.of(record.id)
    sight = store.blobs.get(record.id, ReportForm.DESK)
    history = [
        shown_decision(one, store.blobs.vault.decrypted(one.reason, record.id).decode()) for one in decisions
    ]
    linked = store.decisions.linked(shown.viewer.key, record) if shown.viewer else ()
    return document_page(
        shown,
        record,
        sight=None if sight is None else unpacked_sight(sight),
        reference=parts.examinations.reference_of(record),
        history=history,
        linked=[(one, parts.examinations.reference_of(one)) for one in linked],
        two_persons=parts.settings.two_persons,
        form=replace(form or DecisionForm(), seen=decisions[-1].id if decisions else ""),
        problem=problem,
        kept=_kept(parts, shown.viewer, decisions[-1])
        if kept and decisions and decisions[-1].id == kept
        else None,
    )


def _kept(parts: ServiceParts, viewer: Viewer | None, decision: Decision) -> KeptDecision | None:
    """Confirm a decision to the person who took it; None to anybody else."""
    if viewer is None or viewer.key.id != decision.key_id:
        return None
    decisions = parts.examinations.store.decisions
    return KeptDecision(verdict=WORDS[decision.verdict], next=decisions.next_of(viewer.key))
