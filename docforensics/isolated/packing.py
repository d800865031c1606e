"""Values of our types as bytes for another process, arrays apart as buffers; read back by type, so that nothing is run to read them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_origin

import msgspec
import numpy as np

from docforensics.isolated.messages import Buffer
from docforensics.kept import Kept

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Array:
    """Stands for an array."""

    dtype: str
    shape: tuple[int, ...]
    buffer: int
    """Its place among the buffers."""


def packed(value: object) -> tuple[bytes, list[Buffer]]:
    """Pack a value, most often a dataclass, into bytes and the buffers of its arrays. A callable is called, and its result packed."""
    buffers: list[Buffer] = []

    def plain(inner: object) -> object:
        if isinstance(inner, np.ndarray):
            whole = np.ascontiguousarray(inner)
            buffers.append(whole.reshape(-1).view(np.uint8))
            return _Array(dtype=whole.dtype.str, shape=whole.shape, buffer=len(buffers) - 1)
        if isinstance(inner, np.generic):
            return inner.item()
        if isinstance(inner, Mapping):
            return dict(inner)
        if isinstance(inner, Kept):  # what was worked out of a value is worked out again where it arrives
            return None
        if callable(inner):
            return inner()
        raise NotImplementedError(f"{type(inner).__name__} cannot be packed")

    return msgspec.msgpack.encode(value, enc_hook=plain), buffers


def unpacked(
    told: bytes,
    buffers: Sequence[Buffer],
    kind: type[_Made],
    called: Mapping[object, type] | None = None,
) -> _Made:
    """Make the value that `packed` was given; ValueError where it is none of its type.

    Parameters
    ----------
    called
        By the type of what can be called, the type that it gives.
    """

    def made(inner: Any, plain: Any) -> Any:  # noqa: ANN401 (types and values of msgspec's hook)
        if get_origin(inner) is np.ndarray:
            return _array(msgspec.convert(plain, _Array), buffers)
        if called and inner in called:
            return _giving(msgspec.convert(plain, called[inner], dec_hook=made))
        if inner is Kept:
            return Kept()
        if inner is object:  # settings as JSON: what was decoded is what was packed
            return plain
        raise NotImplementedError(f"{inner} cannot be unpacked")

    return msgspec.msgpack.decode(told, type=kind, dec_hook=made)


def _giving(value: object) -> Callable[[], object]:
    return lambda: value


def _array(told: _Array, buffers: Sequence[Buffer]) -> np.ndarray[Any, np.dtype[Any]]:
    """Give the array over its buffer, read-only as whatever was captured."""
    if not 0 <= told.buffer < len(buffers):
        raise ValueError(f"no buffer {told.buffer}")
    array = np.asarray(buffers[told.buffer]).view(np.dtype(told.dtype)).reshape(told.shape)
    array.base.setflags(write=False) if isinstance(array.base, np.ndarray) else None
    array.setflags(write=False)
    return array
