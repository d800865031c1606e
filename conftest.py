"""What holds for the process that runs tests, before anything of the package's libraries is loaded.

Native libraries take one thread, as in a scan: `pytest -n` has a process a core. And the more than a million objects that collecting makes (syntax
trees, tests) live as long as the process: while they are made nothing is looked for among them, and afterwards they are left out of every search.
"""

import gc
import os

from docforensics.batch.threads import THREADS

os.environ.update(THREADS)
gc.disable()


def pytest_collection_finish() -> None:
    """Search again, among what tests make."""
    gc.freeze()
    gc.enable()
