"""A data set for others: public parts with everything that is known, a sealed one without labels."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from docforensics.bench.loaders import load_data_set
from sample_docs.generator.__main__ import main
from sample_docs.generator.release import hash_of, sealed_designs

CALL = [
    *("--name", "small-1", "--train", "1", "--development", "1", "--sealed", "1", "--genuine", "1"),
    *("--forged", "1", "--template", "1", "--channels", "flatbed", "--ppi", "90"),
]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of three designs, written twice: the second time nothing is drawn."""
    folder = tmp_path_factory.mktemp("release")
    for _ in range(2):
        assert main(["release", str(folder), *CALL]) == 0
    return folder


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a list."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_public_parts_are_data_sets_that_benchmarks_read(out: Path) -> None:
    """Each with one list over its designs: pictures, masks and twins are where it says."""
    for part in ("train", "development"):
        folder = out / "small-1" / part
        rows = table(folder / "manifest.csv")
        assert {row["label"] for row in rows} == {"genuine", "forged"}
        assert all((folder / row["file"]).is_file() for row in rows)
        assert all((folder / row["mask"]).is_file() for row in rows if row["mask"])
        documents = {row["document_id"] for row in rows}
        assert all(row["twin"] in documents for row in rows if row["label"] == "forged")
        assert {row["role"] for row in table(folder / "facts.csv")} == {"template", "genuine", "forged"}
        assert len(load_data_set(folder).items) == 3


def test_the_sealed_part_says_nothing_of_its_labels(out: Path) -> None:
    """Names are hashes, and all that tells the seed or a label lies beside the release."""
    folder, key = out / "small-1", out / "small-1-key"
    shown, known = table(folder / "sealed" / "pictures.csv"), table(key / "labels.csv")
    assert {row["file"] for row in shown} == {row["published"] for row in known}
    assert sorted(one.name for one in (folder / "sealed").iterdir()) == sorted(
        ["pictures.csv", *(row["file"] for row in shown)]
    )
    seed = (key / "seed.txt").read_text().strip()
    assert json.loads((folder / "release.json").read_text())["sealed_seed_sha256"] == hash_of(seed)
    (design,) = sealed_designs(seed, 1)
    told = b"".join(one.read_bytes() for one in folder.rglob("*") if one.suffix in {".csv", ".json", ".md"})
    assert seed.encode() not in told
    assert str(design).encode() not in told
    pictures = {(folder / "sealed" / row["file"]).read_bytes() for row in shown}
    assert {(key / "sealed" / row["file"]).read_bytes() for row in known} == pictures


def test_neither_records_nor_times_of_the_sealed_part_tell_labels(out: Path) -> None:
    """Every record stands once, and every picture is of one time."""
    known = table(out / "small-1-key" / "labels.csv")
    records = {row["document_id"]: row["visible_fields"] for row in known if row["side"] == "front"}
    holders = {row["document_id"]: row["holder"] for row in known}
    assert len(set(holders.values())) == len(holders) == 3
    assert len(set(records.values())) == len(records)
    sealed = out / "small-1" / "sealed"
    assert len({(sealed / row["published"]).stat().st_mtime_ns for row in known}) == 1


def test_card_licence_and_checksums_stand_beside_them(out: Path) -> None:
    """The checksums are those of all files, and the card counts what is there."""
    folder = out / "small-1"
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = [one for one in folder.rglob("*") if one.is_file() and one.name != "SHA256SUMS"]
    assert set(sums) == {one.relative_to(folder).as_posix() for one in files}
    assert all(
        sums[str(one.relative_to(folder))] == hashlib.sha256(one.read_bytes()).hexdigest() for one in files
    )
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "| `train` | 1 | 3 |" in card
    assert "Apache License" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_sealed_designs_follow_from_the_seed_alone() -> None:
    """As many as are asked for, none twice, and above all that anybody counts up to."""
    first = sealed_designs("a", 40)
    assert first == sealed_designs("a", 40)
    assert len(set(first)) == 40
    assert min(first) >= 10_000_000
    assert set(first).isdisjoint(sealed_designs("b", 40))
