"""The committed sample documents, as they lie in the folder."""

from pathlib import Path

import pytest
from PIL import Image

from docforensics.mrz.parse import parse_mrz
from sample_docs.generator.committed import committed_jobs
from sample_docs.generator.forge import SPECIES
from sample_docs.generator.manifest import Row, read

FOLDER = Path(__file__).resolve().parents[2] / "sample_docs"
ROWS = read((FOLDER / "manifest.csv").read_text(encoding="utf-8"))


def test_the_manifest_lists_the_documents_the_generator_plans() -> None:
    """In the same order; none lacks, none is left over."""
    assert list(dict.fromkeys(row.document_id for row in ROWS)) == [
        job.document_id for job in committed_jobs()
    ]


def test_every_file_and_mask_is_there_and_nothing_else() -> None:
    """Folder and manifest agree."""
    named = {name for row in ROWS for name in (row.file, row.mask) if name}
    found = {str(p.relative_to(FOLDER)) for p in (FOLDER / "documents").rglob("*") if p.is_file()}
    assert found == named


def test_the_set_stays_below_forty_megabytes() -> None:
    """Documents and pictures together."""
    files = [p for part in ("documents", "pictures") for p in (FOLDER / part).rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) <= 40_000_000


def test_no_holder_is_on_both_sides_of_the_split() -> None:
    """Nor is any document."""
    for key in ("holder", "document_id", "twin"):
        sides = [{getattr(r, key) for r in ROWS if r.split == s} - {""} for s in ("calibration", "test")]
        assert all(sides)
        assert not sides[0] & sides[1]


def test_every_twin_is_in_the_set() -> None:
    """A forgery can be laid beside its genuine document."""
    genuine = {row.document_id for row in ROWS if row.label == "genuine"}
    assert {row.twin for row in ROWS if row.label == "forged"} <= genuine


def test_every_species_is_in_the_set() -> None:
    """Something of everything."""
    assert {row.species for row in ROWS} - {""} == set(SPECIES)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.file)
def test_a_mask_has_the_size_of_its_image(row: Row) -> None:
    """And genuine images have none."""
    with Image.open(FOLDER / row.file) as image:
        size = image.size
        assert image.format in {"JPEG", "PNG"}
    if row.mask:
        with Image.open(FOLDER / row.mask) as mask:
            assert mask.size == size
    assert not (row.mask and row.label == "genuine")


@pytest.mark.parametrize("row", [r for r in ROWS if r.mrz and r.light == "white"], ids=lambda r: r.file)
def test_the_printed_mrz_parses_and_only_stale_digits_disagree(row: Row) -> None:
    """Ground truth agrees with ``parse_mrz``."""
    read_back = parse_mrz(row.mrz.replace("|", "\n"))
    wrong = sum(d.printed != d.computed and not d.filler_allowed for d in read_back.check_digits)
    assert (wrong > 0) == (row.species == "mrz-digital-stale")
    assert read_back.lines == tuple(row.mrz.split("|"))


def test_the_readme_names_every_species() -> None:
    """Nothing is made that is not explained."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in SPECIES)
