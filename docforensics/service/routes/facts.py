"""Routes that state what the service is: templates, checks, policies, version, health, metrics."""

from fastapi import APIRouter, Request, Response

from docforensics.service.keys import Scope
from docforensics.service.metrics import CONTENT_TYPE
from docforensics.service.problems import ProblemError
from docforensics.service.schemas import CheckList, HealthAnswer, PolicyList, TemplateList, VersionAnswer
from docforensics.service.state import allowed, parts_of

router = APIRouter(tags=["facts"])
_ANY = tuple(Scope)


@router.get("/v1/templates")
def templates(request: Request) -> TemplateList:
    """List the reference templates that documents are compared with."""
    allowed(request, *_ANY)
    return parts_of(request).facts.templates


@router.get("/v1/checks")
def checks(request: Request) -> CheckList:
    """List the checks."""
    allowed(request, *_ANY)
    return parts_of(request).facts.checks


@router.get("/v1/policies")
def policies(request: Request) -> PolicyList:
    """List the policies that a request may name."""
    allowed(request, *_ANY)
    return parts_of(request).facts.policies


@router.get("/version")
def version(request: Request) -> VersionAnswer:
    """State what runs here."""
    return parts_of(request).facts.version


@router.get("/healthz")
def healthz() -> HealthAnswer:
    """Answer: the process lives."""
    return HealthAnswer(status="alive")


@router.get("/readyz")
def readyz(request: Request) -> HealthAnswer:
    """Answer whether documents can be examined: a worker is loaded, and models and templates are good."""
    state = parts_of(request).queue.state
    if not state.is_ready:
        raise ProblemError("unavailable", state.problem or "the workers are being loaded")
    return HealthAnswer(status="ready")


@router.get("/metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """Give the figures in Prometheus' text form; no personal data stand in them."""
    allowed(request, Scope.READ, Scope.ADMINISTER)
    parts = parts_of(request)
    return Response(parts.metrics.written(parts.queue.state), media_type=CONTENT_TYPE)
