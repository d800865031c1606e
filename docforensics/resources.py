"""Finds the files of `models/` in a wheel and in a checkout, and proves each of them before it is used.

In a wheel `models/` lies inside the package, in a checkout beside it. `MANIFEST.toml` names every file with its
sha256, licence and source; a file is compared each time that it is asked for, and a file that is not named is not used.
Nothing is remembered of a file that failed: whoever asks again is given the same error until it is as it should be.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docforensics.errors import ResourceCorruptError, ResourceError, ResourceMissingError, UsageError
from docforensics.parsing import made, placed, read_toml
from docforensics.regular import is_file, is_there

MANIFEST = "MANIFEST.toml"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """One shipped file."""

    path: str
    """Relative to `models/`, with forward slashes."""
    sha256: str
    licence: str
    """SPDX expression."""
    source: str
    """Who made it, and from what."""


@cache
def models_folder() -> Path:
    """Find the folder `models/`: inside the installed package, else next to it in a checkout.

    Raises
    ------
    ResourceMissingError
        Neither holds a manifest: the installation is incomplete.
    """
    beside = _PACKAGE.parent / "models"
    for candidate in (_PACKAGE / "models", beside):
        if is_file(candidate / MANIFEST):
            return candidate
    raise ResourceMissingError(f"models/{MANIFEST} is not there: {remedy(beside, MANIFEST)}")


def remedy(root: Path, path: str) -> str:
    """State how a file under a folder of models is restored: an installed package as a whole, a file of a checkout by git."""
    if is_there(root.parent / ".git"):
        return f"restore it with `git checkout -- models/{path}`"
    return "reinstall docforensics"


def read_manifest(root: Path) -> tuple[ManifestEntry, ...]:
    """Parse `MANIFEST.toml` under `root`; ResourceCorruptError when it is not what it should be."""
    if not is_file(root / MANIFEST):
        raise ResourceMissingError(f"{MANIFEST} is not there: {remedy(root, MANIFEST)}")
    with placed(f"{MANIFEST} is malformed", ResourceCorruptError):
        return made(tuple[ManifestEntry, ...], read_toml(root / MANIFEST).get("file", []))


@cache
def manifest() -> tuple[ManifestEntry, ...]:
    """All shipped files, in the manifest's order."""
    return read_manifest(models_folder())


def resource(path: str) -> Path:
    """Give the path of a shipped file, its sha256 verified now.

    Parameters
    ----------
    path
        Relative to `models/`, with forward slashes, for example `policy/balanced.toml`.

    Raises
    ------
    ResourceMissingError
        The manifest does not name it, or the file is not there.
    ResourceCorruptError
        It cannot be read, or its bytes are not those that the manifest states.
    """
    return verified(models_folder(), manifest(), path)


def resource_bytes(path: str) -> bytes:
    """Read a shipped file; the very bytes that are given were verified. Parameters and errors as for `resource`."""
    return _verified_bytes(models_folder(), manifest(), path)


def verified(root: Path, entries: tuple[ManifestEntry, ...], path: str) -> Path:
    """`path` under `root`, after its sha256 was compared with the entry of that name."""
    _verified_bytes(root, entries, path)
    return root / path


def _verified_bytes(root: Path, entries: tuple[ManifestEntry, ...], path: str) -> bytes:
    entry = next((entry for entry in entries if entry.path == path), None)
    if entry is None:
        raise ResourceMissingError(f"models/{path} is not named in {MANIFEST}")
    try:
        data = (root / path).read_bytes()
    except FileNotFoundError as error:
        raise ResourceMissingError(f"models/{path} is not there: {remedy(root, path)}") from error
    except OSError as error:
        raise ResourceCorruptError(
            f"models/{path} cannot be read ({error.strerror}): {remedy(root, path)}"
        ) from error
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise ResourceCorruptError(
            f"models/{path} is not the file that {MANIFEST} names: {remedy(root, path)}"
        )
    return data


def resources(folder: str, suffix: str = "") -> tuple[Path, ...]:
    """All shipped files under a folder of `models/` whose name ends in `suffix`, verified, sorted by path."""
    if folder.startswith("/") or ".." in folder.split("/"):
        raise UsageError(f"resources: expected a folder inside models/, got {folder!r}")
    inside = folder.rstrip("/") + "/"
    names = sorted(entry.path for entry in manifest() if entry.path.startswith(inside))
    return tuple(resource(name) for name in names if name.endswith(suffix))


def verify_all() -> tuple[str, ...]:
    """List what is wrong with the shipped files, one sentence a file; empty when all are complete."""
    return tuple(problem for entry in manifest() if (problem := _problem(entry.path)))


def _problem(path: str) -> str:
    try:
        resource(path)
    except ResourceError as error:
        return str(error)
    return ""


def sha256_of(file: Path) -> str:
    """Hexadecimal sha256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
