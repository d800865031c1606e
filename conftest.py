"""What holds for the process that runs tests, before anything of the package's libraries is loaded.

Native libraries take one thread, as in a scan: `pytest -n` has a process a core. And the more than a million objects that collecting makes (syntax
trees, tests) live as long as the process: while they are made nothing is looked for among them, and afterwards they are left out of every search.

Bytecode is kept, also where the environment says otherwise, as in most containers: tests start some hundred processes, and each would compile the
package from its source again. Python takes kept bytecode only where the source has the same time and size; git ignores it.

In a fresh clone nothing is kept yet, and each worker rewrote the asserts of every test file, one beside the other in the same order: every second worker
begins from the end, and takes what the first one has written by then.
"""

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

from docforensics.helper_process import THREADS

os.environ.update(THREADS)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.disable()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Rewrite what no other worker has, from the last test file on, where this is a worker of odd number."""
    if os.environ.get("PYTEST_XDIST_WORKER", "0")[-1] not in "13579":
        return
    state = session.config.stash.get(rewrite.assertstate_key, None)
    if state is None:  # --assert=plain
        return
    for file in sorted((Path(__file__).parent / "tests").rglob("test_*.py"), reverse=True):
        kept = rewrite.get_cache_dir(file) / (file.stem + rewrite.PYC_TAIL)
        if rewrite._read_pyc(file, kept) is not None:  # noqa: SLF001 (pytest has no other names for it; constraints.txt pins it)
            return
        if rewrite.try_makedirs(kept.parent):
            with suppress(SyntaxError, ValueError):  # collecting says what is wrong with it
                source, code = rewrite._rewrite_test(file, session.config)  # noqa: SLF001
                rewrite._write_pyc(state, code, source, kept)  # noqa: SLF001


def pytest_collection_finish() -> None:
    """Search again, among what tests make."""
    gc.freeze()
    gc.enable()
