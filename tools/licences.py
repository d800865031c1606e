"""Write `requirements/licences.md`: every package that the core and the extras bring, its licence, and by which way it comes (part of `make lock`).

Licences are those that the packages installed here state of themselves; a package that is not installed here keeps its former line.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "requirements" / "licences.md"
HEAD = """# Licences of what the core and the extras bring

Written by `make lock`. As each package states it of itself; wheels hold libraries besides, whose notices lie in them (OpenCV: FFmpeg under LGPL 2.1; pi-heif: libheif and
libde265 under LGPL 3; NumPy and SciPy: the run time of GCC under GPL 3 with its exception). No package is under GPL or AGPL; the two under LGPL are imported, not changed.

| package | version | licence | comes by |
|---|---|---|---|
"""
_LONGEST = 60


def reached() -> dict[str, set[str]]:
    """Name every package that is reached from the project's dependencies, with `core` or the extras that reach it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ways: dict[str, set[str]] = defaultdict(set)
    for way, wanted in {"core": project["dependencies"], **project["optional-dependencies"]}.items():
        for text in wanted:
            if (requirement := Requirement(text)).name != project["name"]:
                _walk(requirement, way, ways)
    return dict(ways)


def _walk(requirement: Requirement, way: str, ways: dict[str, set[str]]) -> None:
    name = canonicalize_name(requirement.name)
    if way in ways[name]:
        return
    ways[name].add(way)
    found = installed(name)
    for text in (found.requires if found else None) or ():
        inner = Requirement(text)
        wanted = requirement.extras or {""}
        if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in wanted):
            _walk(inner, way, ways)


def installed(name: str) -> Distribution | None:
    """Give an installed package."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence_of(found: Distribution) -> str:
    """Say what a package states: an SPDX expression, else its classifiers, else its text in a line."""
    about = found.metadata
    classifiers = [
        one.rpartition("::")[2].strip()
        for one in about.get_all("Classifier") or ()
        if one.startswith("License ::")
    ]
    told = about.get("License-Expression") or "; ".join(classifiers) or about.get("License") or ""
    return " ".join(str(told).split())[:_LONGEST] or "not stated"


def is_copyleft(licence: str) -> bool:
    """Whether a licence, as one of several that are joined by AND, is GPL or AGPL (and not LGPL)."""
    choices = re.split(r"\bOR\b", licence)
    return all(
        re.search(r"(?<!L)\b(A?GPL|GNU (Affero )?General Public)", choice, re.IGNORECASE)
        for choice in choices
    )


def lines(ways: dict[str, set[str]], former: Iterable[str]) -> Iterator[str]:
    """Give the rows of the table."""
    kept = {line.split("|")[1].strip(): line for line in former if line.startswith("| ")}
    for name in sorted(ways):
        if (found := installed(name)) is not None:
            yield f"| {name} | {found.version} | {licence_of(found)} | {', '.join(sorted(ways[name]))} |"
        else:
            yield kept.get(
                name, f"| {name} | | not installed where this was written | {', '.join(sorted(ways[name]))} |"
            )


def main() -> None:
    """Write the table."""
    former = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    FILE.write_text(HEAD + "\n".join(lines(reached(), former)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
