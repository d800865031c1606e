"""PDF files, drawn in a process of their own: one that keeps the drawing program busy is ended, and delays no other thread's."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from docforensics.capture.limits import Limits
from docforensics.capture.model import DecodedPage, InFile, JpegFacts
from docforensics.errors import DecodeError, LimitExceededError
from docforensics.isolated import Bounds, EndedError, OverrunError, WorkQuestion, run

_DRAWN_BY = "docforensics.capture.pdf_pages:answered_pages"
"""Named and not imported: this process needs no PDFium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """A `DecodedPage` but for its pixels."""

    shape: tuple[int, ...]
    exif: Mapping[str, str]
    jpeg: JpegFacts | None
    dpi: float | None
    number: int
    resampled: bool
    in_file: InFile


def decode_pdf(raw: bytes, limits: Limits) -> tuple[DecodedPage, ...]:
    """Turn every page into pixels.

    Raises LimitExceededError, before drawing, for too many pages or pixels, also inside embedded pictures, while drawing
    for too much time or memory, and DecodeError for a damaged or encrypted file.
    """
    question = WorkQuestion(told=msgspec.msgpack.encode(limits), buffers=(np.frombuffer(raw, np.uint8),))
    bounds = Bounds(seconds=limits.seconds, memory_bytes=limits.memory_bytes)
    try:
        answer = run(_DRAWN_BY, question, bounds)
        facts = msgspec.msgpack.decode(answer.told, type=tuple[PageFacts, ...])
    except OverrunError as error:
        raise LimitExceededError(
            f"Drawing the PDF {error}: print or export it again, or raise Limits(seconds=..., memory_bytes=...)"
        ) from error
    except (EndedError, msgspec.MsgspecError) as error:
        raise DecodeError(f"The PDF is damaged ({error}): print or export it again") from error
    return tuple(
        DecodedPage(
            pixels=np.asarray(pixels).reshape(one.shape),
            exif=one.exif,
            jpeg=one.jpeg,
            dpi=one.dpi,
            number=one.number,
            resampled=one.resampled,
            in_file=one.in_file,
        )
        for one, pixels in zip(facts, answer.buffers, strict=True)
    )
