"""The service on a disk that is really full: a small file system in memory, mounted for this process alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_MEGABYTES = 4
"""Of the disk: the store and a few results, and no more."""
_IN_A_SMALL_DISK = (
    f'mount -t tmpfs -o size={_MEGABYTES}m none "$1" && exec "$2" -m tests.service.serve_full "$1"'
)
_CAN_MOUNT = ["unshare", "--user", "--map-root-user", "--mount"]


def _mounts() -> bool:
    """Whether a file system can be mounted in a name space of its own here."""
    if shutil.which("unshare") is None:
        return False
    return (
        subprocess.run(
            [*_CAN_MOUNT, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        ).returncode
        == 0
    )


@pytest.mark.skipif(not _mounts(), reason="no file system can be mounted here: the disk is not filled")
def test_on_a_full_disk_nothing_is_accepted_and_nothing_accepted_is_lost(tmp_path: Path) -> None:
    """503 while it is full, no half-written line in the audit log; with room again the same service goes on."""
    done = subprocess.run(
        [*_CAN_MOUNT, "sh", "-c", _IN_A_SMALL_DISK, "sh", str(tmp_path), sys.executable],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split() == ["full", "refused", "alive", "kept", "again", "verified"]
