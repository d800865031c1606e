"""Facts on disk."""

from pathlib import Path

import numpy as np

from sample_docs.measure.collect import Setting, table
from sample_docs.measure.facts import NAMES


def _setting(folder: Path, documents: int) -> Setting:
    return Setting(design="mrv-b", seed=3, documents=documents, ppi=150, folder=folder)


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    """The first documents are kept as they lie and only the missing are made."""
    first = table(_setting(tmp_path, 1), "", "flatbed")
    more = table(_setting(tmp_path, 2), "", "flatbed")
    assert more["visa-page/white"].shape == (2, len(NAMES))
    assert np.array_equal(more["visa-page/white"][:1], first["visa-page/white"])


def test_genuine_and_forged_documents_of_a_number_are_of_one_record(tmp_path: Path) -> None:
    """Same holder and copy; the exposure differs, for it hangs on the document's name."""
    setting = _setting(tmp_path, 1)
    genuine, forged = (setting.job(7, s, "flatbed") for s in ("", "photo-displaced"))
    assert (genuine.holder, genuine.copy) == (forged.holder, forged.copy)
    assert genuine.image_seed != forged.image_seed
