"""The parts of the bench by name."""

from collections.abc import Callable

from benchmarks.mrz import calibration, curves, photos, run_table, turns
from benchmarks.mrz.setting import Setting

PARTS: dict[str, Callable[[Setting], None]] = {
    "table": run_table.run,
    "curves": curves.run,
    "photos": photos.run,
    "turns": turns.run,
    "calibration": calibration.run,
}
