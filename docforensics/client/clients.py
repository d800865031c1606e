"""The calls of the service, sent at once or awaited.

What a call does stands once, as a generator that asks for requests and pauses; the two clients differ in how they send and wait.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from docforensics.client.answers import (
    Content,
    ListedPage,
    ServiceError,
    ZoneAnswer,
    checked,
    content_of,
    http_package,
    seconds_of,
    stranger,
    within_the_tree,
)
from docforensics.client.stated import File, Images, Stated, files_of, of_a_header, raw_of
from docforensics.errors import UsageError

if TYPE_CHECKING:
    import httpx

Form = Literal["json", "html", "redacted", "tr03135"]
_ENDINGS: Mapping[str, str] = {
    "json": ".json",
    "html": ".html",
    "redacted": ".redacted.html",
    "tr03135": ".tr03135.json",
}
_PLACE = "/v1/examinations"
_POLL_SECONDS = 0.5
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    method: str
    path: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    seconds: float


_Steps = Generator[_Asked | _Pause, "httpx.Response | None", _Made]


class _Calls:
    """What the calls ask of the service, one after another."""

    def __init__(self, address: str, key: str, patience: float, timeout: float) -> None:
        self._told = {
            "base_url": address,
            "headers": {"Authorization": f"Bearer {of_a_header(key, 'key')}"},
            "timeout": timeout,
        }
        self._patience = patience

    def _answered(self, asked: _Asked) -> "_Steps[httpx.Response]":
        """Ask, and again where the service asks to come later, as long as there is patience."""
        until = time.monotonic() + self._patience
        while True:
            response = yield asked
            assert response is not None  # noqa: S101 (a pause alone has none)
            later = seconds_of(response.headers.get("retry-after", ""))
            if response.status_code not in (429, 503) or time.monotonic() + later > until:
                return checked(response)
            yield _Pause(seconds=later)

    def _submitted(
        self, images: Images, stated: Stated, headers: Mapping[str, str]
    ) -> "_Steps[httpx.Response]":
        once = of_a_header(stated.idempotency_key, "idempotency_key")
        own = {"Idempotency-Key": once} if once else {}
        options = {
            "files": files_of(images, stated.chip),
            "data": stated.fields(),
            "headers": {**headers, **own},
        }
        return (yield from self._answered(_Asked(method="POST", path=_PLACE, options=options)))

    def _examined(self, images: Images, stated: Stated) -> _Steps[dict[str, Any]]:
        response = yield from self._submitted(images, stated, {"Accept": "application/json"})
        return content_of(response, Content)

    def _accepted(self, images: Images, stated: Stated) -> _Steps[str]:
        response = yield from self._submitted(images, stated, {"Prefer": "respond-async"})
        identity = response.headers.get("docforensics-examination")
        if identity is None:
            raise stranger(response)
        return str(identity)

    def _fetched(self, identity: str, form: Form, wait: float) -> _Steps[Any]:
        if form not in _ENDINGS:
            raise UsageError(f"form: expected one of {', '.join(_ENDINGS)}, got {form!r}")
        until = time.monotonic() + wait
        while True:
            path = f"{_PLACE}/{identity}{_ENDINGS[form]}"
            response = yield from self._answered(_Asked(method="GET", path=path))
            if response.status_code != 202:
                return content_of(response, Content) if form in ("json", "tr03135") else response.text
            if time.monotonic() > until:
                raise ServiceError(
                    202, {"title": "The examination is not finished", "code": "not_finished"}, ""
                )
            yield _Pause(seconds=_POLL_SECONDS)

    def _page(self, sought: Mapping[str, Any], cursor: str) -> _Steps[ListedPage]:
        options = {"params": {**sought, "cursor": cursor}}
        response = yield from self._answered(_Asked(method="GET", path=_PLACE, options=options))
        return content_of(response, ListedPage)

    def _deleted(self, identity: str) -> _Steps[None]:
        yield from self._answered(_Asked(method="DELETE", path=f"{_PLACE}/{identity}"))

    def _zone(self, image: File) -> _Steps[dict[str, Any] | None]:
        options = {"files": {"image": raw_of(image)}}
        response = yield from self._answered(_Asked(method="POST", path="/v1/mrz", options=options))
        return content_of(response, ZoneAnswer).mrz


class Client(_Calls):
    """A client of the service. Use it as a context manager, or close it.

    Parameters
    ----------
    address, key
        Of the service, and the token that `docforensics keys make` showed.
    patience
        Seconds for which a call is repeated where the service is full.
    timeout
        Seconds for one answer.

    Every call raises ServiceError where the service answers with a problem, or is not reached, and UsageError where the call is wrong.
    """

    def __init__(self, address: str, *, key: str, patience: float = 60.0, timeout: float = 120.0) -> None:
        super().__init__(address, key, patience, timeout)
        with within_the_tree():
            self._http: httpx.Client = http_package().Client(**self._told)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def examine(self, images: Images, **stated: Any) -> dict[str, Any]:  # noqa: ANN401 (the fields of Stated)
        """Examine a document; give the report as `Report.to_dict` does. Fields of `Stated` by name: `channel="scanner"`."""
        return self._run(self._examined(images, Stated.of(stated)))

    def submit(self, images: Images, **stated: Any) -> str:  # noqa: ANN401
        """Have a document examined later; give the id for `result`."""
        return self._run(self._accepted(images, Stated.of(stated)))

    def result(self, identity: str, form: Form = "json", *, wait: float = 60.0) -> Any:  # noqa: ANN401 (dict or text)
        """Give the report of an examination, waiting so many seconds for it: a dict, or the text of a page."""
        return self._run(self._fetched(identity, form, wait))

    def examinations(self, **sought: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
        """List what is kept, the newest first; by `outcome`, `layer`, `code`, `since`, `until`."""
        cursor: str | None = ""
        while cursor is not None:
            page = self._run(self._page(sought, cursor))
            yield from page.items
            cursor = page.next

    def delete(self, identity: str) -> None:
        """Delete an examination."""
        self._run(self._deleted(identity))

    def mrz(self, image: File) -> dict[str, Any] | None:
        """Read the machine readable zone of an image; None where none was read."""
        return self._run(self._zone(image))

    def _run(self, steps: _Steps[_Made]) -> _Made:
        answer: httpx.Response | None = None
        try:
            while True:
                step = steps.send(answer)
                if isinstance(step, _Pause):
                    time.sleep(step.seconds)
                    answer = None
                else:
                    with within_the_tree():
                        answer = self._http.request(step.method, step.path, **step.options)
        except StopIteration as stop:
            made: _Made = stop.value
            return made


class AsyncClient(_Calls):
    """The same calls as `Client`, to be awaited."""

    def __init__(self, address: str, *, key: str, patience: float = 60.0, timeout: float = 120.0) -> None:
        super().__init__(address, key, patience, timeout)
        with within_the_tree():
            self._http: httpx.AsyncClient = http_package().AsyncClient(**self._told)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def examine(self, images: Images, **stated: Any) -> dict[str, Any]:  # noqa: ANN401
        """Examine a document, as `Client.examine`."""
        return await self._run(self._examined(images, Stated.of(stated)))

    async def submit(self, images: Images, **stated: Any) -> str:  # noqa: ANN401
        """Have a document examined later, as `Client.submit`."""
        return await self._run(self._accepted(images, Stated.of(stated)))

    async def result(self, identity: str, form: Form = "json", *, wait: float = 60.0) -> Any:  # noqa: ANN401
        """Give the report of an examination, as `Client.result`."""
        return await self._run(self._fetched(identity, form, wait))

    async def examinations(self, **sought: Any) -> AsyncIterator[dict[str, Any]]:  # noqa: ANN401
        """List what is kept, as `Client.examinations`."""
        cursor: str | None = ""
        while cursor is not None:
            page = await self._run(self._page(sought, cursor))
            for item in page.items:
                yield item
            cursor = page.next

    async def delete(self, identity: str) -> None:
        """Delete an examination."""
        await self._run(self._deleted(identity))

    async def mrz(self, image: File) -> dict[str, Any] | None:
        """Read the machine readable zone of an image, as `Client.mrz`."""
        return await self._run(self._zone(image))

    async def _run(self, steps: _Steps[_Made]) -> _Made:
        answer: httpx.Response | None = None
        try:
            while True:
                step = steps.send(answer)
                if isinstance(step, _Pause):
                    await asyncio.sleep(step.seconds)
                    answer = None
                else:
                    with within_the_tree():
                        answer = await self._http.request(step.method, step.path, **step.options)
        except StopIteration as stop:
            made: _Made = stop.value
            return made
