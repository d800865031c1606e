"""Writing sets of documents."""

from pathlib import Path

from sample_docs.generator.plans import pairs
from sample_docs.generator.writing import write


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_workers_do_not_change_a_byte(tmp_path: Path) -> None:
    """One process or two, the folders are the same."""
    jobs = pairs(4, seed=2, channels=["messenger"], documents=["td2"])
    for workers in (1, 2):
        write(jobs, tmp_path / str(workers), workers=workers, quiet=True)
    one, two = (_files(tmp_path / str(w)) for w in (1, 2))
    assert one == two
    assert "manifest.csv" in one
    assert sum(name.endswith("-mask.png") for name in one) == 2
