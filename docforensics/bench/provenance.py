"""The origin of a result's figures: nothing that changes from one run of the same to the next."""

import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from docforensics.regular import is_there
from docforensics.resources import models_folder, sha256_of
from docforensics.scoring.calibration import load_calibration
from docforensics.version import __version__

PACKAGES = ("numpy", "opencv-python", "scikit-image", "pillow", "onnxruntime", "pytesseract", "scikit-learn")
"""Packages whose versions can move a figure."""

_FOLDERS = ("docforensics", "models", "benchmarks", "sample_docs")
"""What figures follow from; `sample_docs` draws the documents that benchmarks measure."""


def provenance() -> Mapping[str, object]:
    """Code, models, machine and packages; `git_dirty` names the tracked files that differ from the commit."""
    sha, dirty = _checkout()
    return {
        "docforensics": __version__,
        "git_sha": sha,
        "git_dirty": dirty,
        "models_sha256": sha256_of(models_folder() / "MANIFEST.toml"),
        "calibration_sha256": load_calibration().digest,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


def checkout() -> tuple[str, tuple[str, ...]]:
    """The commit, in ten digits, and the files that differ from it, as they are now."""
    sha, dirty = _checkout()
    return sha[:10], tuple(dirty)


def _checkout() -> tuple[str, list[str]]:
    return _git("rev-parse", "HEAD"), _git("diff", "--name-only", "HEAD", "--", *_FOLDERS).split()


def _git(*arguments: str) -> str:
    """Ask git about the checkout that the package lies in; empty where it lies in none."""
    package = Path(__file__).resolve().parents[1]
    if not is_there(package.parent / ".git"):
        return ""
    try:
        done = subprocess.run(  # noqa: S603 (fixed words)
            ["git", *arguments],  # noqa: S607
            cwd=package.parent,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
