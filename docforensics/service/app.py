"""The service as an ASGI application: its parts put together, begun and ended with it."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from docforensics.batch.settings import EXAMINER, ScanSettings
from docforensics.errors import DocforensicsError, UsageError
from docforensics.service.access import Access, RateLimiter
from docforensics.service.audit import AuditLog
from docforensics.service.blobs import Blobs
from docforensics.service.database import Database
from docforensics.service.decisions import Decisions
from docforensics.service.desk.session import Sessions
from docforensics.service.examinations import Examinations
from docforensics.service.facts import ServiceFacts
from docforensics.service.metrics import Metrics
from docforensics.service.middleware import Around
from docforensics.service.openapi import described
from docforensics.service.problems import ProblemError, problem_of_error, problem_of_status
from docforensics.service.queue import WorkQueue
from docforensics.service.records import Records
from docforensics.service.routes import alerts, desk, examinations, facts
from docforensics.service.routes.desk_forms import answered_problem
from docforensics.service.settings import AUDIT, BLOBS, ServiceSettings
from docforensics.service.spool import Spool
from docforensics.service.state import ServiceParts
from docforensics.service.store import ServiceStore
from docforensics.service.vault import Vault
from docforensics.service.work import SERVICE_WORK
from docforensics.version import __version__

_ROUTERS = (examinations.router, facts.router, alerts.router, desk.router)


def open_store(settings: ServiceSettings) -> tuple[ServiceStore, Database]:
    """Open database, kept files and audit log; UsageError or StoreUnavailableError where that cannot be done."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UsageError(
            f"--data: {settings.data} cannot be made: {os.strerror(error.errno or errno.EIO)}"
        ) from error
    vault = Vault(settings.key) if settings.key else Vault.passing()
    database = Database(settings.database)
    records = Records(database)
    file = settings.data / AUDIT
    log = AuditLog(file, audit_key(settings), lambda head: records.keep_head(log_name(file), head))
    blobs = Blobs(settings.blobs or str(settings.data / BLOBS), vault)
    return ServiceStore(records=records, decisions=Decisions(database), blobs=blobs, audit=log), database


def audit_key(settings: ServiceSettings) -> bytes:
    """Give the key of the audit log's chain; empty where the service has no key of its own."""
    return Vault(settings.key).audit_key if settings.key else b""


def log_name(file: Path) -> str:
    """Name a log in the store: several instances have one each."""
    return str(file.absolute())[-100:]


def make_app(settings: ServiceSettings) -> FastAPI:
    """Make the application; it begins and ends what it needs itself."""
    store, database = open_store(settings)
    metrics = Metrics()
    queue = WorkQueue(
        _scan_settings(settings),
        Spool(settings.spool, settings.most_spooled_bytes),
        workers=settings.workers,
        waiting=settings.waiting,
    )
    secret = Vault(settings.key).audit_key if settings.key else os.urandom(32)
    parts = ServiceParts(
        settings=settings,
        queue=queue,
        examinations=Examinations(settings, store, queue, metrics),
        access=Access(store.records, RateLimiter(settings.requests_a_minute), settings.proxy, secret),
        metrics=metrics,
        facts=ServiceFacts(settings),
        sessions=Sessions(store.records, store.blobs.vault.session_key),
    )
    app = FastAPI(
        title="docforensics",
        version=__version__,
        docs_url=None,  # these pages fetch their scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan(parts, database),
    )
    app.state.parts = parts
    app.add_middleware(Around, metrics=metrics)
    for kind in (ProblemError, DocforensicsError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _as_problem)
    for router in _ROUTERS:
        app.include_router(router)
    app.openapi = _described_once(app)  # type: ignore[method-assign]  # as FastAPI's documentation has it
    return app


def _described_once(app: FastAPI) -> Callable[[], dict[str, Any]]:
    kept: dict[str, Any] = {}

    def described_once() -> dict[str, Any]:
        if not kept:
            kept.update(described(app))
        return kept

    return described_once


def _lifespan(
    parts: ServiceParts, database: Database
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        parts.queue.begin()
        await asyncio.to_thread(parts.examinations.begin, alone=database.is_embedded)
        try:
            yield
        finally:
            await asyncio.to_thread(parts.queue.end, parts.settings.stop_seconds)
            await asyncio.to_thread(parts.examinations.end)
            database.close()

    return lifespan


def _scan_settings(settings: ServiceSettings) -> ScanSettings:
    return ScanSettings(
        inspected_on=date(2026, 1, 1),  # of no meaning here: every document has a day of its own
        examination=settings.examination,
        time_limit=settings.time_limit,
        memory_limit=settings.memory_limit,
        examiner=settings.examiner or EXAMINER,
        work=SERVICE_WORK,
    )


async def _as_problem(request: Request, error: Exception) -> Response:
    problem = _problem_of(error)
    if problem.code == "method_not_allowed":
        problem.headers["Allow"] = ", ".join(sorted(_methods_at(request)))
    if page := answered_problem(request, problem):
        return page
    return problem.response(getattr(request.state, "request_id", ""))


def _methods_at(request: Request) -> set[str]:
    """Collect the methods of all routes at an address: Starlette names those of the first alone."""
    return {
        method
        for router in _ROUTERS
        for route in router.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
        for method in route.methods or ()
    }


def _problem_of(error: Exception) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        place = ".".join(str(one)[:40] for one in first["loc"][:4])
        return ProblemError("unprocessable", f"{place}: {str(first['msg'])[:200]}")
    if isinstance(error, HTTPException):
        problem = problem_of_status(error.status_code, str(error.detail)[:200])
        problem.headers.update(error.headers or {})
        return problem
    return problem_of_error(error)
