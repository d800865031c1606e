"""Parquet files that others may have written, decoded in a process of its own: some hundred bytes can stand for gigabytes.

What a file states of itself is read here; its pages are decoded by the helper, within a bound that grows with the size of the file.
"""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from docforensics.errors import UsageError
from docforensics.isolated import Bounds, EndedError, OverrunError, WorkAnswer, WorkQuestion, run

_WORK, _PREPARE = "docforensics.batch.parquet:answered_table", "docforensics.batch.parquet:prepared"
_LEAST_BYTES, _TIMES_FILE, _MOST_BYTES = 2**26, 16, 2**31
"""Bytes that a table may have once it is decoded: twice the largest part of the fastest scan (26 MiB), or so many times its file, and
no more than may be read of one. Paths of a manifest of a million rows take seven times their file. Judgements."""
_MEMORY = 4
"""Times these bytes that the helper may ask for: pages, the table twice as it is laid out, and once more as it is sent. A judgement."""
_SECONDS = 60.0
"""A gigabyte takes ten. A judgement."""


class _Told(msgspec.Struct, frozen=True):
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    """Columns whose texts stay as their files have them: each once, and which one stands in each row."""
    most: int


def read_parquet(
    raw: bytes, where: str, wanted: Callable[[pa.Schema], Sequence[str]], *, texts_once: bool = False
) -> pa.Table:
    """Decode columns of a Parquet file.

    Parameters
    ----------
    where
        Its name, for messages.
    wanted
        Gives the columns, in the order of the schema; it raises for a schema that is refused, before anything is decoded.
    texts_once
        Whether texts come as dictionaries, so that one that stands in many rows takes its place once.

    Raises
    ------
    UsageError
        It takes more memory or time than a file of its size may.
    ArrowException, OSError, ValueError
        It is damaged.
    """
    schema = pq.ParquetFile(pa.BufferReader(raw)).schema_arrow
    columns = tuple(wanted(schema))
    texts = tuple(name for name in columns if texts_once and is_text(schema.field(name).type))
    most = min(_LEAST_BYTES + _TIMES_FILE * len(raw), _MOST_BYTES)
    told = msgspec.msgpack.encode(_Told(columns=columns, texts=texts, most=most))
    question = WorkQuestion(told=told, buffers=(np.frombuffer(raw, np.uint8),))
    try:
        answer = run(_WORK, question, Bounds(seconds=_SECONDS, memory_bytes=_MEMORY * most), prepare=_PREPARE)
    except OverrunError as error:
        raise UsageError(
            f"{where}: {len(raw)} bytes of it unpack to more than {most >> 20} MB ({error}): write it again, or as several files"
        ) from error
    except EndedError as error:
        raise ValueError(str(error)) from error
    table = pa.ipc.open_stream(pa.py_buffer(answer.buffers[0])).read_all()
    table.validate(full=True)
    return table


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds texts, or nothing but nulls."""
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_null(inner))


def prepared(_question: WorkQuestion) -> None:
    """Ask the system alone for memory: other allocators of Arrow set much aside, which the bound would count."""
    pa.set_memory_pool(pa.system_memory_pool())


def answered_table(question: WorkQuestion) -> WorkAnswer:
    """Decode, in the helper; MemoryError for more than may be sent."""
    told = msgspec.msgpack.decode(question.told, type=_Told)
    file = pq.ParquetFile(
        pa.BufferReader(question.buffers[0]), read_dictionary=list(told.texts), pre_buffer=False
    )
    table = file.read(columns=list(told.columns), use_threads=False)
    if table.nbytes > told.most:
        raise MemoryError
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.unify_dictionaries())
    return WorkAnswer(buffers=(np.frombuffer(sink.getvalue(), np.uint8),))
