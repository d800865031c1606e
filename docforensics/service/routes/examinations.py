"""Routes of documents: examine, fetch, list, delete; and of the machine readable zone alone."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Header, Path, Query, Request, Response
from pydantic import AwareDatetime, BeforeValidator
from starlette.concurrency import run_in_threadpool

from docforensics.checks.claims import Layer, Why
from docforensics.scoring.model import OutcomeClass
from docforensics.service.asked import AskedWork, ReportForm, WorkKind, WorkResult
from docforensics.service.bodies import Submitted, submitted, submitted_image
from docforensics.service.examinations import Examinations
from docforensics.service.forms import ENDINGS, accepted, content_type
from docforensics.service.keys import ApiKey, Scope
from docforensics.service.problems import ProblemError, code_of_failure, problem_of_result
from docforensics.service.queue import ReservedPlace, Ticket
from docforensics.service.records import ExaminationRecord, ExaminationState, Sought
from docforensics.service.schemas import ExaminationItem, ExaminationPage
from docforensics.service.state import allowed, parts_of

router = APIRouter(tags=["examinations"])
ID_HEADER = "Docforensics-Examination"
_LOOK = 0.2
"""Seconds between two looks whether the client is still there."""
_NAME = re.compile(r"(?P<id>[0-9a-f]{32})(?P<ending>(?:\.[a-z0-9]+)*)")
_OWN = (Scope.EXAMINE, Scope.READ, Scope.REVIEW, Scope.ADMINISTER)


def _in_words(text: object) -> object:
    """Refuse a bare number, which would be taken for seconds."""
    if isinstance(text, str) and "-" not in text[1:]:
        raise ValueError("expected a time such as 2026-11-28T12:00:00Z")
    return text


Moment = Annotated[AwareDatetime, BeforeValidator(_in_words)]
Idempotency = Annotated[str, Header(alias="Idempotency-Key", max_length=64, pattern=r"^[\x21-\x7e]*$")]
Identity = Annotated[
    str, Path(max_length=64, description="Id, and perhaps .json, .html, .redacted.html or .tr03135.json")
]


@router.post("/v1/examinations", response_class=Response)
async def examine(
    request: Request,
    idempotency: Idempotency = "",
    prefer: Annotated[str, Header(max_length=100)] = "",
    accept: Annotated[str, Header(max_length=500)] = "",
) -> Response:
    """Examine a document, and answer with the report; with `Prefer: respond-async` at once with where it will be."""
    key = await run_in_threadpool(allowed, request, Scope.EXAMINE)
    form, parts = accepted(accept), parts_of(request)
    place = parts.queue.reserve()  # before its files are taken in
    try:
        asked = await submitted(request, parts.settings)
        parts.examinations.begin_once(key, idempotency)
    except BaseException:
        place.release()
        raise
    try:
        is_async = "respond-async" in re.split(r"[,;\s]+", prefer.lower())
        if is_async or parts.examinations.is_retaining:
            known = await run_in_threadpool(parts.examinations.repeated, key, asked, idempotency)
            if known is not None:
                return await run_in_threadpool(_as_kept, parts.examinations, known, form)
        if is_async:
            record = await run_in_threadpool(parts.examinations.accept, key, asked, idempotency, place)
            return _accepted(record)
        return await _at_once(request, key, asked, form, idempotency=idempotency, place=place)
    finally:
        place.release()
        parts.examinations.end_once(key, idempotency)


async def _at_once(
    request: Request,
    key: ApiKey,
    asked: Submitted,
    form: ReportForm,
    *,
    idempotency: str,
    place: ReservedPlace,
) -> Response:
    examinations = parts_of(request).examinations
    forms = examinations.all_forms if examinations.is_retaining else (form,)
    result = await worked(request, examinations, replace(asked.work, forms=forms), place)
    identity = await run_in_threadpool(examinations.answered, key, asked, result, idempotency)
    if result.described is None:
        raise problem_of_result(result)
    headers = {ID_HEADER: identity}
    if examinations.is_retaining:
        headers["Location"] = f"/v1/examinations/{identity}"
    return _written(result.described.forms[form], form, headers)


@router.post("/v1/mrz", response_class=Response)
async def mrz(request: Request) -> Response:
    """Read the machine readable zone of an image, and nothing else; `mrz` is null where none was read."""
    await run_in_threadpool(allowed, request, Scope.EXAMINE)
    parts = parts_of(request)
    place = parts.queue.reserve()
    try:
        image = await submitted_image(request, parts.settings)
        work = AskedWork(kind=WorkKind.MRZ, contents=((image,),))
        result = await worked(request, parts.examinations, work, place)
    finally:
        place.release()
    if result.described is None:
        parts.metrics.failed(code_of_failure(result.failure))
        raise problem_of_result(result)
    return _written(result.described.forms[ReportForm.JSON], ReportForm.JSON, {})


async def worked(
    request: Request, examinations: Examinations, work: AskedWork, place: ReservedPlace
) -> WorkResult:
    """Wait until a document is examined, as long as the client is there."""
    ticket: Ticket = await run_in_threadpool(examinations.enter, work.packed(), place)
    future = asyncio.wrap_future(ticket.future)
    is_there = True
    try:
        while is_there and not (await asyncio.wait({future}, timeout=_LOOK))[0]:
            is_there = not await request.is_disconnected()
    finally:
        if not ticket.future.done():
            examinations.withdraw(ticket)
    if not is_there:
        raise ProblemError("cancelled")
    return future.result()


@router.get("/v1/examinations")
def listed(
    request: Request,
    *,
    outcome: OutcomeClass | None = None,
    layer: Layer | None = None,
    code: Why | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: Annotated[str, Query(max_length=80, pattern=r"^([0-9]+\.[0-9]+-[0-9a-f]{32})?$")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ExaminationPage:
    """List examinations that are kept and that the key may see, the newest first; `layer` is one that is adverse."""
    key, parts = allowed(request, *_OWN), parts_of(request)
    at, _, identity = cursor.partition("-")
    sought = Sought(
        outcome=outcome or "",
        layer=layer or "",
        code=code or "",
        since=since.timestamp() if since else None,
        until=until.timestamp() if until else None,
        before=(float(at), identity) if cursor else None,
        limit=limit + 1,
    )
    found = parts.examinations.store.records.listed(key, sought)
    page = found[:limit]
    return ExaminationPage(
        items=[item_of(one, parts.examinations) for one in page],
        next=_cursor(page[-1]) if len(found) > limit else None,
    )


@router.get("/v1/examinations/{name}", response_class=Response)
def fetch(
    request: Request,
    name: Identity,
    background: BackgroundTasks,
    accept: Annotated[str, Header(max_length=500)] = "",
) -> Response:
    """Give the report of an examination, or 202 as long as it is not finished; without retention it can be fetched once."""
    key, examinations = allowed(request, *_OWN), parts_of(request).examinations
    identity, form = _form_of(name, accept)
    record = examinations.found(key, identity)
    answer = _as_kept(examinations, record, form)
    if record.state is not ExaminationState.QUEUED:
        background.add_task(examinations.fetched, key, record)
        answer.background = background
    return answer


@router.delete("/v1/examinations/{name}", status_code=204)
def delete(request: Request, name: Identity) -> None:
    """Delete an examination and everything that is kept of it; one that is not finished is given up."""
    key, examinations = allowed(request, *_OWN), parts_of(request).examinations
    identity, _ = _form_of(name, "*/*")
    examinations.delete(key, examinations.found(key, identity))


def _form_of(name: str, accept: str) -> tuple[str, ReportForm]:
    match = _NAME.fullmatch(name)
    if match is None or match["ending"] not in ENDINGS:
        raise ProblemError("not_found")
    return match["id"], ENDINGS[match["ending"]] if match["ending"] else accepted(accept)


def _as_kept(examinations: Examinations, record: ExaminationRecord, form: ReportForm) -> Response:
    if record.state is ExaminationState.QUEUED:
        return _accepted(record)
    if record.state is ExaminationState.FAILED:
        result = WorkResult(described=None, failure=record.failure, reason=record.reason)
        return problem_of_result(result).response()
    return _written(examinations.report(record, form), form, {ID_HEADER: record.id})


def _accepted(record: ExaminationRecord) -> Response:
    place = f"/v1/examinations/{record.id}"
    content = json.dumps({"id": record.id, "state": record.state.value}).encode()
    headers = {
        "Location": place,
        "Retry-After": "1",
        "Preference-Applied": "respond-async",
        ID_HEADER: record.id,
    }
    return Response(content, 202, headers, "application/json")


def _written(content: bytes, form: ReportForm, headers: dict[str, str]) -> Response:
    return Response(content, 200, {**headers, "Content-Type": content_type(form), "Vary": "Accept"})


def item_of(record: ExaminationRecord, examinations: Examinations) -> ExaminationItem:
    """Write an examination as lists have it."""
    return ExaminationItem(
        id=record.id,
        state=record.state.value,
        created_at=_time(record.created_at),
        finished_at=_time(record.finished_at) if record.finished_at else None,
        expires_at=_time(record.expires_at) if record.expires_at else None,
        outcome=record.outcome,
        first_why=record.first_why,
        adverse_layers=list(record.layers),
        failure=code_of_failure(record.failure) if record.failure else "",
        client_reference=examinations.reference_of(record),
    )


def _cursor(record: ExaminationRecord) -> str:
    return f"{record.created_at!r}-{record.id}"


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
