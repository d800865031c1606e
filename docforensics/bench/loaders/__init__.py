"""Data sets in the layouts in which they are distributed, by local path only. Nothing is ever fetched."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from docforensics.bench.data_set import DataSet
from docforensics.bench.loaders import dlc2021, fantasyid, idnet, manifest, midv, sidtd
from docforensics.errors import UsageError
from docforensics.reach import Reach
from docforensics.regular import is_file, is_there


class Loader(Protocol):
    """A module of this package."""

    LOOKED_FOR: str
    """The files and folders by which the layout is recognised."""

    def recognises(self, root: Path) -> bool:
        """Whether the folder has this layout."""

    def load(self, root: Path) -> DataSet:
        """Read it."""


LOADERS: Mapping[str, Loader] = {
    "manifest": manifest,
    "dlc-2021": dlc2021,
    "midv": midv,
    "sidtd": sidtd,
    "fantasyid": fantasyid,
    "idnet": idnet,
}
"""By name; the first that recognises a folder reads it."""


def load_data_set(path: str | Path, layout: str | None = None, *, allow_outside: bool = False) -> DataSet:
    """Read a data set.

    Parameters
    ----------
    path
        The set's folder, or a manifest file.
    layout
        A name of `LOADERS`; None asks each whether it recognises the folder.
    allow_outside
        Whether rows of a manifest may name files outside of its folder.

    Raises
    ------
    UsageError
        The path is not there, no layout fits (the text names what was looked for), or no document can be taken.

    """
    root = Path(path)
    if not is_there(root):
        raise UsageError(f"{root}: there is no such file or folder")
    if layout is not None and layout not in LOADERS:
        raise UsageError(f"layout: expected one of {', '.join(LOADERS)}, got {layout!r}")
    asked = {layout: LOADERS[layout]} if layout else LOADERS
    # A manifest may have any name, where its layout is named.
    fits = [one for one in asked.values() if one.recognises(root) or (layout == "manifest" and is_file(root))]
    if not fits:
        looked_for = "; ".join(f"{name}: {one.LOOKED_FOR}" for name, one in asked.items())
        raise UsageError(f"{root}: no layout could be confirmed. Looked for {looked_for}")
    if fits[0] is manifest:
        return manifest.load(root, Reach(outside=allow_outside))
    return fits[0].load(root)
