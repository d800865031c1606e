"""Errors as RFC 9457 has them: `application/problem+json`, with a code of a closed list."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.responses import Response

from docforensics.errors import DocforensicsError, InputError, ResourceError, UsageError
from docforensics.service.asked import WorkResult
from docforensics.service.blobs import KeptError
from docforensics.service.database import StoreUnavailableError
from docforensics.service.queue import QueueFullError, UnavailableError
from docforensics.service.spool import SpoolFullError
from docforensics.service.vault import SealedError
from docforensics.service.work import CANCELLED

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "2"
"""About one examination on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts:
    """What a code stands for."""

    status: int
    title: str


def _facts(status: int, title: str) -> ProblemFacts:
    return ProblemFacts(status=status, title=title)


PROBLEMS: Mapping[str, ProblemFacts] = MappingProxyType(
    {
        "bad_request": _facts(400, "The request is not as the API describes it"),
        "unknown_policy": _facts(400, "There is no policy of this name"),
        "unauthorized": _facts(401, "No key, or one that does not hold"),
        "forbidden": _facts(403, "The key does not have the scope that this needs"),
        "not_found": _facts(404, "There is nothing here that this key may see"),
        "method_not_allowed": _facts(405, "This address does not take the method"),
        "not_acceptable": _facts(406, "None of the forms of the answer is accepted"),
        "body_too_slow": _facts(408, "The request did not arrive in time"),
        "conflict": _facts(409, "A request with this idempotency key is being answered"),
        "body_too_large": _facts(413, "The request, or a file in it, is larger than allowed"),
        "unsupported_media_type": _facts(415, "Expected multipart/form-data or application/json"),
        "unprocessable": _facts(422, "The request has a value that does not fit"),
        "idempotency_mismatch": _facts(422, "The idempotency key was used for another document"),
        "unsupported_format": _facts(422, "A file is of no format that is decoded here"),
        "unreadable": _facts(422, "A file is damaged, or is not what it claims to be"),
        "limit_exceeded": _facts(422, "A file has more pixels or pages than allowed"),
        "time_limit": _facts(422, "The examination of this document took longer than allowed"),
        "memory_limit": _facts(422, "The examination of this document asked for more memory than allowed"),
        "crash": _facts(422, "The examination of this document ended its process"),
        "too_many_requests": _facts(429, "This key asks for more than it may in a minute"),
        "queue_full": _facts(429, "As many documents wait as may"),
        "cancelled": _facts(499, "Whoever asked has gone"),
        "internal": _facts(500, "A fault of the service"),
        "unavailable": _facts(503, "No document can be examined now"),
        "store_unavailable": _facts(503, "The store cannot be used now"),
    }
)
"""By code; `type` of a problem is `urn:docforensics:problem:CODE`."""
_OF_ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (QueueFullError, "queue_full"),
    (SpoolFullError, "queue_full"),
    (UnavailableError, "unavailable"),
    (StoreUnavailableError, "store_unavailable"),
    (KeptError, "store_unavailable"),
    (SealedError, "not_found"),
    (ResourceError, "unavailable"),
    (InputError, "unreadable"),
    (UsageError, "unprocessable"),
)
_OF_FAILURES = {
    "UnsupportedFormatError": "unsupported_format",
    "LimitExceededError": "limit_exceeded",
    "UsageError": "unprocessable",
    "UnknownOptionError": "unprocessable",
    "EngineUnavailableError": "unavailable",
    "time_limit": "time_limit",
    "memory_limit": "memory_limit",
    "crash": "crash",
    CANCELLED: "cancelled",
}
"""By kind of failure of a document; any other is that of a file that cannot be read."""
_STATUSES = {404: "not_found", 405: "method_not_allowed", 406: "not_acceptable", 413: "body_too_large"}
_OPTION = re.compile(r"^--([a-z-]+): ")
"""Messages of the command line name the option; here it is a field."""


class ProblemError(Exception):
    """What is answered in place of what was asked for."""

    def __init__(self, code: str, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.detail, self.headers = code, detail, dict(headers or {})

    @property
    def facts(self) -> ProblemFacts:
        """Of its code."""
        return PROBLEMS[self.code]

    def response(self, request_id: str = "") -> Response:
        """Write it."""
        code, detail, headers = self.code, self.detail, dict(self.headers)
        if self.facts.status in (429, 503):
            headers.setdefault("Retry-After", RETRY_SECONDS)
        told = {
            "type": f"urn:docforensics:problem:{code}",
            "title": self.facts.title,
            "status": self.facts.status,
            "code": code,
            **({"detail": detail} if detail else {}),
            **({"instance": f"urn:docforensics:request:{request_id}"} if request_id else {}),
        }
        content = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        return Response(content, self.facts.status, headers, MEDIA_TYPE)


def problem_of_error(error: Exception) -> ProblemError:
    """Give the problem that one of our errors is; of any other the class alone, since its text may hold anything."""
    for kind, code in _OF_ERRORS:
        if isinstance(error, kind):
            return ProblemError(code, _OPTION.sub(r"\1: ", str(error)))
    return ProblemError("internal", "" if isinstance(error, DocforensicsError) else type(error).__name__)


def problem_of_result(result: WorkResult) -> ProblemError:
    """Give the problem of a document that could not be examined."""
    return ProblemError(code_of_failure(result.failure), result.reason)


def code_of_failure(failure: str) -> str:
    """Give the code of a kind of failure."""
    return _OF_FAILURES.get(failure, "unreadable")


def problem_of_status(status: int, detail: str) -> ProblemError:
    """Give the problem of a plain HTTP error."""
    return ProblemError(_STATUSES.get(status, "bad_request" if status < 500 else "internal"), detail)
