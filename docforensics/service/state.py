"""What one process of the service holds, and how a route reaches it."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from docforensics.service.access import Access
from docforensics.service.desk.session import Sessions
from docforensics.service.examinations import Examinations
from docforensics.service.facts import ServiceFacts
from docforensics.service.keys import ApiKey, Scope
from docforensics.service.metrics import Metrics
from docforensics.service.queue import WorkQueue
from docforensics.service.settings import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceParts:
    """The parts, put together by `app.py`."""

    settings: ServiceSettings
    queue: WorkQueue
    examinations: Examinations
    access: Access
    metrics: Metrics
    facts: ServiceFacts
    sessions: Sessions


def parts_of(request: Request) -> ServiceParts:
    """Give the parts of the service that a request came to."""
    return cast("ServiceParts", request.app.state.parts)


def allowed(request: Request, *scopes: Scope) -> ApiKey:
    """Give who asks, where it has one of the scopes; ProblemError else."""
    return parts_of(request).access.of(request, *scopes)
