"""Build the wheel twice and compare the bytes: other folders, other times of files, another umask, another time zone (`make reproducible`)."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
_EPOCH = "1577836800"
"""Date of every file in a wheel, where the environment states no other (SOURCE_DATE_EPOCH): 2020-01-01."""
_HOW = (
    {"folder": "a", "umask": 0o022, "age": 0, "zone": "UTC"},
    {"folder": "a longer name", "umask": 0o077, "age": 400_000_000, "zone": "Pacific/Auckland"},
)


def built(folder: Path, *, umask: int, age: int, zone: str) -> Path:
    """Build it from a copy of what git knows of."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    before = os.umask(umask)
    try:
        for name in filter(None, listed.stdout.decode().split("\0")):
            if not (ROOT / name).is_file():
                continue
            copy = folder / "source" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy)
            moment = copy.stat().st_mtime - age
            os.utime(copy, (moment, moment))
        environment = {
            "SOURCE_DATE_EPOCH": _EPOCH,
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": str(age % 100),
        }
        command = [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder / "out"),
            str(folder / "source"),
        ]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    finally:
        os.umask(before)
    (wheel,) = (folder / "out").glob("*.whl")
    return wheel


def main() -> int:
    """Build and compare."""
    sums = []
    with TemporaryDirectory() as name:
        for how in _HOW:
            folder = Path(name) / str(how["folder"])
            folder.mkdir()
            wheel = built(folder, umask=int(how["umask"]), age=int(how["age"]), zone=str(how["zone"]))
            sums.append(hashlib.sha256(wheel.read_bytes()).hexdigest())
            print(f"{wheel.name}: {wheel.stat().st_size} bytes, sha256 {sums[-1]}", flush=True)
    return 0 if len(set(sums)) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
