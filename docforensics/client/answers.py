"""What the service answered: its content, or the error that it stands for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from docforensics.errors import DocforensicsError, EngineUnavailableError, UsageError
from docforensics.parsing import made, read_json

if TYPE_CHECKING:
    import httpx


Content = dict[str, Any]
"""An answer whose content is handed on: a report, or what the service states of a problem."""
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """What is kept, page by page."""

    items: tuple[dict[str, Any], ...]
    next: str | None
    """Where the next page begins; None after the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneAnswer:
    """The zone of an image; None where none was read."""

    mrz: dict[str, Any] | None


class ServiceError(DocforensicsError):
    """The service answered with a problem (RFC 9457), and `code` is one of a closed list; or it was not reached.

    Then `status` is 0 and `code` is `unreachable`; it is `no_service` where what answered is none.
    """

    def __init__(self, status: int, problem: Mapping[str, Any], request_id: str) -> None:
        title = str(problem.get("title", f"HTTP {status}"))
        super().__init__(": ".join(filter(None, (title, str(problem.get("detail", ""))))))
        self.status, self.request_id = status, request_id
        self.code = str(problem.get("code", ""))


def http_package() -> Any:  # noqa: ANN401 (a module)
    """Import httpx; EngineUnavailableError without it."""
    try:
        import httpx as package  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise EngineUnavailableError("httpx not installed: pip install 'docforensics[client]'") from error
    return package


@contextmanager
def within_the_tree() -> Iterator[None]:
    """Raise what httpx raises as an error of this package, and for texts that it cannot send."""
    package = http_package()
    try:
        yield
    except package.HTTPError as error:
        told = {"title": "The service cannot be reached", "detail": str(error), "code": "unreachable"}
        raise ServiceError(0, told, "") from error
    except UnicodeError as error:  # half of a character, which no text that is sent can hold
        raise UsageError(f"what is stated holds a character that cannot be sent: {error}") from error
    except package.InvalidURL as error:
        raise UsageError(f"the address of the service: {error}") from error


def content_of(response: "httpx.Response", kind: type[_Made]) -> _Made:
    """Read an answer of a type, which is a JSON object; ServiceError where it is none."""
    with suppress(ValueError):
        return made(kind, read_json(response.content), more=True)
    raise stranger(response)


def stranger(response: "httpx.Response") -> ServiceError:
    """Make the error of an answer that is not of the service."""
    title = "What answered is not the service: is the address right?"
    return ServiceError(response.status_code, {"title": title, "code": "no_service"}, "")


def checked(response: "httpx.Response") -> "httpx.Response":
    """Give an answer back; ServiceError where it is a problem."""
    if response.status_code < 400:
        return response
    problem: Content = {}
    with suppress(ValueError):
        problem = made(Content, read_json(response.content))
    request_id = response.headers.get("x-request-id", "")
    raise ServiceError(response.status_code, problem, request_id)


def seconds_of(text: str) -> float:
    """Read how many seconds to wait; one where none are stated."""
    try:
        return max(0.1, float(text))
    except ValueError:
        return 1.0
