"""Native libraries take one thread in tests, as in a scan: `pytest -n` has a process a core. This file loads before any of them."""

import os

from docforensics.batch.threads import THREADS

os.environ.update(THREADS)
