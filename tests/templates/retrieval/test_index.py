"""The index of a folder of templates, and files in its place."""

from pathlib import Path

import numpy as np
import pytest

from docforensics.errors import TemplateError
from docforensics.formats.table import PageSize
from docforensics.templates.retrieval.index import FOLDER, IndexEntry, TemplateIndex
from docforensics.templates.retrieval.verification import view_shape

HEAD = b"\x93NUMPY\x01\0"


def _table(told: str) -> bytes:
    return HEAD + len(told).to_bytes(2, "little") + told.encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04" + bytes(100),
        HEAD + b"\xff\xff" + b"{" * 65_535,
        _table("(" * 5000),
        _table("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 4)}"),
        _table("{'descr': '<f4', 'fortran_order': False, 'shape': (10000000000, 10000000000)}"),
        _table(f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({10**40}, 2)}}"),
        _table("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}"),
        _table("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 2)}"),
    ],
    ids=["empty", "zip", "long", "nested", "negative", "huge", "beyond", "objects", "other-numbers"],
)
def test_a_damaged_table_is_told(tmp_path: Path, raw: bytes) -> None:
    """Whatever numpy, zipfile, tokenize and mmap raise of it is one error that says what to do."""
    TemplateIndex.of(()).save(tmp_path)
    np.array([0], np.uint8).tofile(tmp_path / FOLDER / "views.bin")
    (tmp_path / FOLDER / "vectors.npy").write_bytes(raw)
    with pytest.raises(TemplateError, match="the index is damaged"):
        TemplateIndex.load(tmp_path)


def test_an_index_of_looks_of_another_length_is_told() -> None:
    """When it is loaded, and not while a page is examined."""
    size = PageSize.ID3
    views = np.zeros(int(np.prod(view_shape(size))), np.uint8)
    with pytest.raises(TemplateError, match="index again"):
        TemplateIndex(
            [IndexEntry(model=None, size=size)],
            np.zeros((1, 5), np.float32),
            np.zeros((1, 7), np.float32),
            views,
        )
