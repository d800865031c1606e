"""What a process and its helper send each other: a head of known types, and buffers after it.

`multiprocessing.connection` frames bytes as well, but takes each buffer twice in memory, and pages of 100 million pixels have 300 MB.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

Buffer = NDArray[np.uint8]
"""(N,) bytes. What was received is held by nobody else."""
_LENGTH_BYTES = 8
_MOST_HEAD = 2**31
"""Bytes of a head: a broken helper's length is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuestion:
    """Input of a work: packed values in a form of its own, and buffers, for example a file."""

    told: bytes = b""
    buffers: Sequence[Buffer] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAnswer:
    """Output of a work, in the same form."""

    told: bytes = b""
    buffers: Sequence[Buffer] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedHead:
    """Before the buffers of a question."""

    work: str
    """`package.module:function`: takes a WorkQuestion and gives an WorkAnswer."""
    prepare: str
    """The like, called first with what is told and without bounds, say to load models; empty where nothing is to be prepared."""
    memory_bytes: int
    told: bytes
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredHead:
    """Before the buffers of an answer."""

    told: bytes = b""
    sizes: tuple[int, ...] = ()
    is_ready: bool = False
    """Whether this is no answer: everything is loaded, and the work begins."""
    error: str = ""
    """Class of `docforensics.errors` that was raised, or of any other exception; empty where none was."""
    text: str = ""
    """Of the error."""


def send(link: socket.socket, head: AskedHead | AnsweredHead, buffers: Sequence[Buffer]) -> None:
    """Send a head and its buffers."""
    packed = msgspec.msgpack.encode(head)
    link.sendall(len(packed).to_bytes(_LENGTH_BYTES, "big") + packed)
    for buffer in buffers:
        link.sendall(buffer.data)


def asked(link: socket.socket) -> tuple[AskedHead, tuple[Buffer, ...]]:
    """Take a question; EOFError where the other side has gone."""
    head = msgspec.msgpack.decode(_head(link), type=AskedHead)
    return head, tuple(_taken(link, size) for size in head.sizes)


def answered(link: socket.socket, most: int) -> tuple[AnsweredHead, tuple[Buffer, ...]]:
    """Take an answer of at most so many bytes; EOFError where the other side has gone, ValueError for what is no answer."""
    head = msgspec.msgpack.decode(_head(link), type=AnsweredHead)
    if min(head.sizes, default=0) < 0 or sum(head.sizes) > most:
        raise ValueError(f"an answer of {sum(head.sizes)} bytes, more than {most}")
    return head, tuple(_taken(link, size) for size in head.sizes)


def _head(link: socket.socket) -> bytes:
    length = int.from_bytes(_taken(link, _LENGTH_BYTES).tobytes(), "big")
    if length > _MOST_HEAD:
        raise ValueError(f"a head of {length} bytes")
    return _taken(link, length).tobytes()


def _taken(link: socket.socket, size: int) -> Buffer:
    found = np.empty(size, np.uint8)
    view, at = found.data, 0
    while at < size:
        count = link.recv_into(view[at:])
        if not count:
            raise EOFError
        at += count
    return found
