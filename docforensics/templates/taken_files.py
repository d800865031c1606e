"""The files that a template has taken already, learned from or counted on: each counts once.

They are known by the begin of their sha256, in the template's provenance: nothing of the holder, and no file's name. The same document captured or
saved anew is another file, which only the person who gives it can know.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from docforensics.capture.side import Capture

_KEY = "files"
_DIGITS = 16
"""Of a sha256 in hexadecimal: 64 bits, so that a thousand files share none by chance."""


def is_taken(sha256: str, provenance: Mapping[str, str]) -> bool:
    """Whether a template's provenance names the file with this sha256."""
    return sha256[:_DIGITS] in provenance.get(_KEY, "").split()


def naming_files(files: Iterable[str], provenance: Mapping[str, str]) -> dict[str, str]:
    """Give a provenance that names the files with these sha256 too."""
    known = {*provenance.get(_KEY, "").split(), *(sha256[:_DIGITS] for sha256 in files)}
    return dict(provenance) | ({_KEY: " ".join(sorted(known))} if known else {})


def copies(captures: Sequence[Capture]) -> dict[int, int]:
    """Captures whose first image is of the same file as an earlier one's and shows the same: the number of each, with that of the earlier.

    Two pages of one file are two pictures.
    """
    first: dict[str, list[int]] = {}
    found = {}
    for number, capture in enumerate(captures):
        image = capture.primary
        of_file = first.setdefault(image.sha256, [])
        same = (one for one in of_file if np.array_equal(captures[one].primary.pixels, image.pixels))
        earlier = next(same, None)
        if earlier is None:
            of_file.append(number)
        else:
            found[number] = earlier
    return found
