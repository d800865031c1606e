"""What holds for the process that runs tests, before anything of the package's libraries is loaded.

Native libraries take one thread, as in a scan: `pytest -n` has a process a core. And the more than a million objects that collecting makes (syntax
trees, tests) live as long as the process: while they are made nothing is looked for among them, and afterwards they are left out of every search.

Bytecode is kept, also where the environment says otherwise, as in most containers: tests start some hundred processes, and each would compile the
package from its source again. Python takes kept bytecode only where the source has the same time and size; git ignores it.
"""

import gc
import os
import sys

from docforensics.helper_process import THREADS

os.environ.update(THREADS)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.disable()


def pytest_collection_finish() -> None:
    """Search again, among what tests make."""
    gc.freeze()
    gc.enable()
