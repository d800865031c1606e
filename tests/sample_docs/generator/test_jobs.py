"""From job to files."""

import json

import numpy as np

from sample_docs.generator.capture.codec import decode
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.manifest import as_csv, read

FORGED = Job(design="td3-2", copy=1, holder=2, channel="flatbed", ppi=150, species="photo-displaced")
GENUINE = Job(design="td3-2", copy=1, holder=2, channel="flatbed", ppi=150)


def test_a_forgery_names_its_genuine_twin() -> None:
    """Same record, same split; another document and another exposure."""
    (forged,), (genuine,) = make(FORGED), make(GENUINE)
    assert forged.row.twin == genuine.row.document_id != forged.row.document_id
    assert (forged.row.holder, forged.row.split, forged.row.mrz) == (
        genuine.row.holder,
        genuine.row.split,
        genuine.row.mrz,
    )
    assert forged.row.homography != genuine.row.homography


def test_the_mask_lies_on_the_grid_of_its_image() -> None:
    """Same size, black and white only, something white; a genuine document has none."""
    (forged,), (genuine,) = make(FORGED), make(GENUINE)
    assert forged.mask is not None
    mask = decode(forged.mask)
    assert mask.shape == decode(forged.image).shape
    assert set(np.unique(mask)) == {0, 255}
    assert genuine.mask is None


def test_the_same_job_makes_the_same_bytes() -> None:
    """Image, mask and row."""
    assert make(FORGED) == make(FORGED)


def test_the_manifest_survives_its_file() -> None:
    """CSV and back, with JSON inside."""
    rows = tuple(m.row for m in make(FORGED))
    assert read(as_csv(rows)) == rows
    assert json.loads(rows[0].visible_fields)["type"] == "P"
    assert len(json.loads(rows[0].homography)) == 9
