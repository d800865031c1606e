"""Data sets in the layouts in which they are distributed, by local path only. Nothing is ever fetched."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from docforensics.bench.data_set import DataSet
from docforensics.bench.loaders import dlc2021, fantasyid, idnet, manifest, midv, sidtd
from docforensics.errors import UsageError


class Loader(Protocol):
    """A module of this package."""

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


def load_data_set(path: str | Path, layout: str | None = None) -> DataSet:
    """Read a data set.

    Parameters
    ----------
    path
        The set's folder, or a manifest file.
    layout
        A name of `LOADERS`; None asks each whether it recognises the folder.

    Raises
    ------
    UsageError
        The path is not there, no layout fits, or no document can be taken.

    """
    root = Path(path)
    if not root.exists():
        raise UsageError(f"{root}: there is no such file or folder")
    if layout is not None and layout not in LOADERS:
        raise UsageError(f"layout: expected one of {', '.join(LOADERS)}, got {layout!r}")
    chosen = [LOADERS[layout]] if layout else [one for one in LOADERS.values() if one.recognises(root)]
    if not chosen:
        raise UsageError(
            f"{root}: none of the layouts {', '.join(LOADERS)} fits. The simple one is a folder with manifest.csv "
            "that has the columns file and label"
        )
    return chosen[0].load(root)
