"""Runs the steps of the Containerfile in a clean root, then what it makes: `python -m tools.image` (`make image`).

No container engine is needed, and none is replaced: Debian's packages stand in for the image that FROM names, every step runs in a chroot, and the service then runs
as the image's user with a root that cannot be written, in a network of its own. It is asked by HEALTHCHECK's command, examines two specimens and is stopped. Printed
are seconds and megabytes of each step. A step that fails ends in status 1.

Where that cannot be done at all (no Linux, not root, a program is missing, mounts are refused, Debian's packages are not fetched) one line states why, and the status
is 0; that is decided before any step. Everything is mounted in a namespace that ends with this program: nothing stays mounted, whatever happens.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.image.build import built, timed
from tools.image.containerfile import ContainerfileError, Stage, parsed
from tools.image.packages import same_as_written
from tools.image.roots import MIRROR, STAND_INS, StepError, UnreachedError, megabytes
from tools.image.trial import tried

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "docforensics-image"
_PROGRAMS = ("unshare", "nsenter", "chroot", "mount", "tar", "cp", "du", "curl")
_OWN_NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
_TRIED = (
    'mount -t tmpfs none "$1" && mount -t proc none "$1" && mount --bind /dev/null /dev/zero && chroot / true'
)
_REACHED_SECONDS = 30
"""Within which a mirror has to answer its first byte. A judgement."""
_INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


def hindrance(*, fetches: bool) -> str:
    """Give why nothing can be done here; empty where it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "it needs Linux, and root"
    programs = (*_PROGRAMS, "debootstrap") if fetches else _PROGRAMS
    if missing := [one for one in programs if shutil.which(one) is None]:
        return f"not installed: {', '.join(missing)}"
    with TemporaryDirectory() as folder:
        command = [*_OWN_NAMESPACES, "--net", "sh", "-c", _TRIED, "sh", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return "namespaces, mounts or chroot are refused"
    suites = {one.suite for one in STAND_INS.values()}
    wanted = [f"{MIRROR}/dists/{suite}/InRelease" for suite in sorted(suites)] + [f"{_INDEX}/pip/"]
    return next((f"not reached: {one}" for one in wanted if fetches and not _is_reached(one)), "")


def _is_reached(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=_REACHED_SECONDS) as answer:  # noqa: S310 (addresses of this file, or of pip's own setting)
            return bool(answer.read(1))
    except OSError:
        return False


def bases_of(stages: tuple[Stage, ...], base: Path | None, folder: Path) -> list[Path]:
    """Give a root of each stage as a tar file; StepError for an image that nothing stands in for."""
    if base is not None:
        return [base.resolve()] * len(stages)
    if unknown := {stage.image for stage in stages} - STAND_INS.keys():
        raise StepError(
            f"nothing stands in for {', '.join(sorted(unknown))}: see STAND_INS in tools/image/roots.py"
        )
    CACHE.mkdir(parents=True, exist_ok=True)
    with timed("debootstrap (kept for the next time)"):
        made = {image: STAND_INS[image].base(CACHE, folder) for image in {stage.image for stage in stages}}
    return [made[stage.image] for stage in stages]


def within(told: argparse.Namespace) -> int:
    """Do it, in namespaces of this process and in a folder that the caller takes away."""
    begun, folder = time.monotonic(), Path(told.within)
    try:
        stages = parsed(told.containerfile.read_text(encoding="utf-8"))
        bases = bases_of(stages, told.base, folder)
    except UnreachedError as error:
        print(f"image: not tried, no clean root could be fetched: {error}")
        return 0
    except (StepError, ContainerfileError) as error:
        print(f"image: {error}", file=sys.stderr)
        return 1
    return _judged(told, stages, bases, folder, begun)


def _judged(
    told: argparse.Namespace, stages: tuple[Stage, ...], bases: list[Path], folder: Path, begun: float
) -> int:
    """Run the steps, and what they make."""
    try:
        root, configuration = built(stages, ROOT, bases, folder)
        print(f"{time.monotonic() - begun:7.1f} s {megabytes(root):8.1f} MB  the whole root", flush=True)
        if not told.build_only:
            with timed("packages: those of requirements/serve.txt"):
                same_as_written(
                    root, configuration, (ROOT / "requirements/serve.txt").read_text(encoding="utf-8")
                )
            tried(root, configuration, folder, ROOT)
    except StepError as error:
        print(f"image: {error}", file=sys.stderr)
        return 1
    print(f"image: all steps done in {time.monotonic() - begun:.0f} s")
    return 0


def main() -> int:
    """Decide whether it can be done, and have it done in namespaces that end with it."""
    parser = argparse.ArgumentParser(prog="python -m tools.image", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--containerfile", type=Path, default=ROOT / "Containerfile")
    parser.add_argument(
        "--base", type=Path, metavar="TAR", help="a root for every stage; nothing is fetched for it"
    )
    parser.add_argument("--build-only", action="store_true", help="start nothing")
    parser.add_argument("--within", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.within:
        return within(told)
    if why := hindrance(fetches=told.base is None):
        print(f"image: not tried, {why}")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="root-", dir=CACHE) as folder:
        own = [sys.executable, "-m", "tools.image", *sys.argv[1:], "--within", folder]
        return subprocess.run([*_OWN_NAMESPACES, *own], cwd=Path.cwd(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
