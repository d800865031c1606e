"""Runs the service with the odd examiner: `python serve_odd.py FOLDER PORT [STORE]`; it is killed and started again by tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from docforensics.service.run import Listening, run
from docforensics.service.settings import ServiceSettings

folder = Path(sys.argv[1])
settings = ServiceSettings(
    data=folder / "data",
    spool=folder / "spool",
    store=sys.argv[3] if len(sys.argv) > 3 else "",
    key=bytes(range(32)),
    retain_days=1,
    workers=2,
    waiting=200,
    examiner="odd_service:make",
)
run(settings, Listening(port=int(sys.argv[2])))
