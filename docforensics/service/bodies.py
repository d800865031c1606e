"""What a request holds, under limits, before anything of it is decoded: multipart by side and light, or JSON with base64."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, TypeVar

import msgspec
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from docforensics.batch.entries import EntryFile, EntrySide
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import SizeMm, stated_size
from docforensics.errors import DocforensicsError
from docforensics.guidance.catalogue import LANGUAGES
from docforensics.guidance.equipment import Profile
from docforensics.seal.chip import MOST_BYTES
from docforensics.service.asked import AskedWork, WorkKind
from docforensics.service.problems import ProblemError, problem_of_error
from docforensics.service.settings import ServiceSettings

_MOST_TEXT = 4096
"""Bytes of a part of a multipart request that is no file."""
_MOST_REFERENCE = 200
MOST_SIDES, MOST_FRAMES = 8, 8
CHIP_FILES = ("SOD", "COM", *(f"DG{number}" for number in range(1, 17)))
ImageBytes = Annotated[bytes, Field(min_length=1)]
_Body = TypeVar("_Body", bound=BaseModel)


class StatementBody(BaseModel):
    """What is stated besides the images."""

    model_config = ConfigDict(extra="forbid", val_json_bytes="base64")

    channel: Channel = Channel.UPLOAD
    inspected_on: date | None = None
    """Day of the examination; today where it is not stated."""
    client_reference: Annotated[str, Field(max_length=_MOST_REFERENCE)] = ""
    """Of yours, given back with the examination; encrypted where it is kept."""
    equipment: Annotated[str, Field(max_length=500)] = ""
    """What the post has, such as `uv-lamp,loupe`; `none` for hands and eyes alone; empty takes what the service was started with."""
    policy: Annotated[str, Field(max_length=100)] = ""
    """A name of `/v1/policies`; empty takes that of the service."""
    language: Annotated[str, Field(pattern=f"^({'|'.join(LANGUAGES)})$")] = "en"
    """Of HTML pages."""
    size_mm: Annotated[str, Field(max_length=30)] = ""
    """Width and height of the page, such as `150x66`, of a document that has no size of ICAO Doc 9303."""


class SideBody(BaseModel):
    """One side of a document."""

    model_config = ConfigDict(extra="forbid", val_json_bytes="base64")

    side: SideKind = SideKind.OTHER
    images: dict[Light, Annotated[list[ImageBytes], Field(min_length=1, max_length=MOST_FRAMES)]] = Field(
        min_length=1
    )
    """By light; the bytes of image files in base64. Several of a light are frames."""


class ExaminationBody(StatementBody):
    """A document as JSON."""

    sides: Annotated[list[SideBody], Field(min_length=1, max_length=MOST_SIDES)]
    chip: dict[str, ImageBytes] = Field(default_factory=dict)
    """Files of the chip in base64 by name: `SOD`, `COM`, `DG1` to `DG16`."""


class MrzBody(BaseModel):
    """An image as JSON."""

    model_config = ConfigDict(extra="forbid", val_json_bytes="base64")

    image: ImageBytes
    """The bytes of an image file in base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """One document as a client submitted it; its forms are not chosen yet."""

    work: AskedWork
    client_reference: str = ""


@dataclass(slots=True, kw_only=True)
class _SortedParts:
    """Files and statements of a multipart request."""

    images: dict[SideKind, dict[Light, list[bytes]]] = field(default_factory=dict)
    chip: dict[str, bytes] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)


class _InMemory(MultiPartParser):
    """Keeps files in memory: Starlette's own writes those above 1 MiB to the disk, in clear."""

    spool_max_size = 2**40


async def submitted(request: Request, settings: ServiceSettings) -> Submitted:
    """Take in a document; ProblemError for what is none, or more than is taken."""
    kind = _media_type(request)
    if kind == "application/json":
        raw = await _whole(request, settings)
        body = await asyncio.to_thread(_from_json, ExaminationBody, raw)
        return _submitted(body, [(one.side, one.images) for one in body.sides], body.chip, settings)
    parts = _SortedParts()
    for name, content in (await _parts(request, settings)).items():
        for one in content:
            _sorted_in(parts, name, one)
    statement = _from_json(StatementBody, msgspec.json.encode(parts.stated))
    return _submitted(statement, list(parts.images.items()), parts.chip, settings)


async def submitted_image(request: Request, settings: ServiceSettings) -> bytes:
    """Take in one image, as part `image` or as JSON; ProblemError for what is none."""
    kind = _media_type(request)
    if kind == "application/json":
        return _from_json(MrzBody, await _whole(request, settings)).image
    parts = await _parts(request, settings)
    images = parts.get("image", [])
    if set(parts) != {"image"} or len(images) != 1 or not isinstance(images[0], bytes):
        raise ProblemError("unprocessable", "expected one file as the part `image`")
    return images[0]


def _submitted(
    statement: StatementBody,
    images: Sequence[tuple[SideKind, Mapping[Light, list[bytes]]]],
    chip: Mapping[str, bytes],
    settings: ServiceSettings,
) -> Submitted:
    if not images:
        lights = ", ".join(Light)
        raise ProblemError(
            "unprocessable", f"no image: expected a file as a part named {lights}, or SIDE.LIGHT"
        )
    size = _size(statement.size_mm)
    sides, contents = [], []
    for side, by_light in images:
        files = [(light, raw) for light, frames in by_light.items() for raw in frames]
        pictures = tuple(EntryFile(address="", light=light) for light, _ in files)
        sides.append(EntrySide(pictures=pictures, side=side, channel=statement.channel, size_mm=size))
        contents.append(tuple(raw for _, raw in files))
    work = AskedWork(
        kind=WorkKind.EXAMINE,
        sides=tuple(sides),
        contents=tuple(contents),
        inspected_on=statement.inspected_on,
        chip=_chip(chip),
        policy=_policy(statement.policy, settings),
        equipment=_equipment(statement.equipment),
        language=statement.language,
    )
    return Submitted(work=work, client_reference=statement.client_reference)


def _sorted_in(parts: _SortedParts, name: str, content: bytes | str) -> None:
    """Put a part where its name says that it belongs."""
    if isinstance(content, str):
        if name in parts.stated or name not in StatementBody.model_fields:
            raise ProblemError("unprocessable", f"{name[:100]}: no statement of this name, or more than one")
        parts.stated[name] = content
        return
    before, _, last = name.rpartition(".")
    if before == "chip":
        if last in parts.chip:
            raise ProblemError("unprocessable", f"{name}: more than one")
        parts.chip[last] = content
        return
    if last not in set(Light) or before not in {"", *SideKind}:
        raise ProblemError("unprocessable", f"{name[:100]}: expected LIGHT, SIDE.LIGHT or chip.FILE")
    frames = parts.images.setdefault(SideKind(before or SideKind.OTHER), {}).setdefault(Light(last), [])
    frames.append(content)
    if len(frames) > MOST_FRAMES:
        raise ProblemError("unprocessable", f"{name}: more than {MOST_FRAMES} frames")


def _policy(name: str, settings: ServiceSettings) -> str | None:
    if not name:
        return None
    if name not in settings.policies:
        raise ProblemError("unknown_policy", f"known are {', '.join(settings.policies)}")
    return settings.policies[name]


def _equipment(text: str) -> tuple[str, ...] | None:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        return None
    try:
        return tuple(sorted(Profile.of([] if words == ["none"] else words).slugs))
    except DocforensicsError as error:
        raise problem_of_error(error) from error


def _size(text: str) -> SizeMm | None:
    try:
        return stated_size(text, "size_mm") if text else None
    except DocforensicsError as error:
        raise problem_of_error(error) from error


def _chip(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    for name, raw in files.items():
        if name not in CHIP_FILES:
            raise ProblemError("unprocessable", f"chip.{name[:20]}: expected {', '.join(CHIP_FILES)}")
        if len(raw) > MOST_BYTES:
            raise ProblemError("body_too_large", f"chip.{name}: at most {MOST_BYTES} bytes are read")
    return files


def _from_json(kind: type[_Body], raw: bytes) -> _Body:
    try:
        return kind.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(one)[:40] for one in first["loc"][:6])
        raise ProblemError("unprocessable", f"{place}: {first['msg'][:200]}".lstrip(": ")) from error
    except RecursionError as error:
        raise ProblemError("unprocessable", "JSON: nested too deep") from error


def _media_type(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "multipart/form-data"):
        raise ProblemError("unsupported_media_type", f"got {kind[:100] or 'none'}")
    return kind


async def _parts(request: Request, settings: ServiceSettings) -> dict[str, list[bytes | str]]:
    """Give the parts of a multipart request by name, in their order."""
    parser = _InMemory(
        Headers(scope=request.scope),
        bounded(request, settings),
        max_files=settings.most_parts,
        max_fields=len(StatementBody.model_fields) + 1,
        max_part_size=_MOST_TEXT,
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        detail = error.message if isinstance(error, MultiPartException) else "the boundary is missing"
        raise ProblemError("bad_request", f"multipart: {detail}") from error
    found: dict[str, list[bytes | str]] = {}
    for name, value in form.multi_items():
        content = await value.read() if isinstance(value, UploadFile) else value
        found.setdefault(name, []).append(content)
    await form.close()
    return found


async def _whole(request: Request, settings: ServiceSettings) -> bytes:
    return b"".join([chunk async for chunk in bounded(request, settings)])


async def bounded(
    request: Request, settings: ServiceSettings, most_bytes: int | None = None
) -> AsyncGenerator[bytes, None]:
    """Give the body piece by piece; ProblemError where it is larger than it may be, or slower, or whoever sends it has gone.

    `most_bytes` is what the settings have where it is not given.
    """
    most = settings.most_body_bytes if most_bytes is None else most_bytes
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > most:
        raise ProblemError("body_too_large", f"{stated[:20]} bytes, the limit is {most}")
    count, stream = 0, request.stream()
    loop = asyncio.get_running_loop()
    until = loop.time() + settings.body_seconds
    while True:
        try:
            async with asyncio.timeout_at(until):
                chunk = await anext(stream, None)
        except TimeoutError as error:
            raise ProblemError("body_too_slow", f"longer than {settings.body_seconds:g} s") from error
        except ClientDisconnect as error:
            raise ProblemError("cancelled") from error
        if chunk is None:
            return
        count += len(chunk)
        if count > most:
            raise ProblemError("body_too_large", f"more than {most} bytes")
        yield chunk


def schema_of_parts(template: str) -> dict[str, Any]:
    """Give the JSON Schema of a multipart request; its references are written as the template has them."""
    file = {"type": "string", "contentMediaType": "application/octet-stream", "minLength": 1}
    frames = {"type": "array", "items": file, "minItems": 1, "maxItems": MOST_FRAMES}
    lights = list(Light)
    names = [*lights, *(f"{side}.{light}" for side in SideKind for light in lights)]
    stated = StatementBody.model_json_schema(ref_template=template)["properties"]
    return {
        "type": "object",
        "properties": {
            **dict.fromkeys(names, frames),
            **{f"chip.{one}": file for one in CHIP_FILES},
            **stated,
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
