r"""What becomes of every bomb: `python -m fuzz.tried [NAME...] -o FILE`.

Each is decoded in a process of its own, and then examined there as `isolated` within 4.5 seconds and 1 GiB. Told are seconds on the clock, the peak of
memory above what the process held before (VmHWM), for a picture that was decoded the bytes a pixel, and what was raised. An exception that is none
of ours, a process that died, and a bomb that kept an isolated examination for more than 5 seconds are counted at the end.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.provenance import provenance
from fuzz.bombs import bombs

SECONDS = 4.5
"""Allowed to a worker."""
MEMORY = 2**30
_MOST = 5.0
"""Seconds until the caller has an answer: half a second is left for ending the worker and telling of it, which took .14 to .5 s."""
_LONGEST = 600


def tried(raw: bytes) -> dict[str, Any]:
    """Decode bytes and examine them; what is measured of both."""
    import docforensics as df  # noqa: PLC0415 (in the process of one bomb)
    from docforensics.capture.images import load_images  # noqa: PLC0415

    blank = np.full((60, 90), 255, np.uint8)
    limits = df.Limits(seconds=SECONDS, memory_bytes=MEMORY)
    examiner = df.Examiner(limits=limits)
    before = _peak()
    pages: list[Any] = []
    told = {
        "decode": _measured(lambda: pages.extend(load_images(raw, limits))),
        "mb": round((_peak() - before) / 1e6, 1),
    }
    if pages:
        told["pixels"] = sum(page.pixels.shape[0] * page.pixels.shape[1] for page in pages)
        told["bytes_a_pixel"] = round((_peak() - before) / told["pixels"], 1)
    pages.clear()
    examiner.examine(blank, isolated=True)  # loads the examiner of the other process
    return told | {"examine": _measured(lambda: examiner.examine(raw, isolated=True))}


def _measured(work: Callable[[], object]) -> dict[str, Any]:
    from docforensics.errors import InputError  # noqa: PLC0415

    start, raised = time.monotonic(), ""
    try:
        work()
    except InputError as error:
        raised = f"{type(error).__name__}: {error}"
    return {"seconds": round(time.monotonic() - start, 2), "raised": raised}


def _peak() -> int:
    """Bytes that this program has held at most, of its own: what its parent held is not in it (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def in_a_process(name: str, raw: bytes, folder: Path) -> dict[str, Any]:
    """Try one bomb."""
    file = folder / "bomb"
    file.write_bytes(raw)
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.tried", "--one", str(file)],
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    told = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {"died": done.stderr[-400:]}
    return {"bomb": name, "bytes": len(raw), **told}


def main() -> None:
    """Try all, or those named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="beginnings of names")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(tried(options.one.read_bytes())))
        return
    rows = []
    with TemporaryDirectory() as folder:
        for name, raw in bombs():
            if not options.names or any(name.startswith(one) for one in options.names):
                rows.append(in_a_process(name, raw, Path(folder)))
                print(json.dumps(rows[-1]), flush=True)
    late = [row["bomb"] for row in rows if row.get("examine", {}).get("seconds", 0) > _MOST]
    summary = {"bombs": len(rows), "died": [row["bomb"] for row in rows if "died" in row], "late": late}
    print(json.dumps(summary))
    if options.out:
        options.out.write_text(
            json.dumps({"question": "bombs", **provenance(), **summary, "rows": rows}, indent=1) + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
