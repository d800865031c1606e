"""The prints of published specimens, as a perfect reader gives them: what is adverse is true of the print.

Only the text of each specimen is used; how well the pictures are read is another question (benchmarks/mrz).
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from docforensics.checks.outcome import Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import weigh

Make = Callable[..., Document]
MANIFEST = Path(__file__).resolve().parents[3] / "shared" / "data" / "mrz" / "manifest.csv"
OF_THE_PICTURE = {"data.mrz_against_viz", "mrz.alignment", "mrz.infrared", "mrz.typeface", "mrz.uniformity"}
CHECKS = tuple(
    check
    for check in discover_checks(())
    if check.family in {"mrz", "data"} and check.id not in OF_THE_PICTURE
)
FIELDS = {
    "num": "document number",
    "dob": "date of birth",
    "exp": "date of expiry",
    "opt": "optional data",
}
CODES_OUTSIDE = {
    ("arg0s_mrz__passports_ICAO_Example2.png", "data.issuer_code"),  # ASU
    ("arg0s_mrz__passports_ICAO_Example2.png", "data.nationality_code"),
    ("arg0s_mrz__resident_cards_UK.png", "data.nationality_code"),  # COU
    ("miniai__gradio_images_id_demo2.png", "data.issuer_code"),  # NEL: the name stands in its place
    ("bayram__4.imageset_4.png", "mrz.charset"),  # S for the sex
    ("yushulx_net__images_4.png", "data.document_number"),  # an edited specimen: three letters, five digits
    ("yushulx_cpp__examples_qt_mrz_image_2.png", "data.document_number"),  # the same, with wrong digits
}
"""Every other adverse finding, each true of the print."""

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not MANIFEST.is_file(), reason="../shared/data/mrz is not here"),
]


def rows() -> list[dict[str, str]]:
    """Read the specimens that have an MRZ."""
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["use"] == "read"]


def adverse(document: Document) -> dict[str, Outcome]:
    """Give the adverse outcomes by check."""
    outcomes = [run_check(check, document) for check in CHECKS]
    evidence = weigh(CHECKS, outcomes, load_calibration(), Policy())
    return {item.check: outcome for item, outcome in zip(evidence, outcomes, strict=True) if item.is_adverse}


def test_digits_are_adverse_where_the_print_is_wrong_and_nowhere_else(make_document: Make) -> None:
    """The nine invalid prints, and none of the others, with the right fields."""
    seen = {row["file"]: adverse(make_document(tuple(row["mrz"].split("|")))) for row in rows()}
    wrong = {
        row["file"]: row["check_digits"] for row in rows() if row["check_digits"].startswith("print-invalid")
    }
    assert {name for name, found in seen.items() if "mrz.check_digits" in found} == set(wrong)
    for name, label in wrong.items():
        facts = getattr(seen[name]["mrz.check_digits"], "facts", {})
        for short in set(label.partition(":")[2].split("+")) & set(FIELDS):
            assert FIELDS[short] in facts["fields"], name


def test_every_other_adverse_finding_is_true_of_the_print(make_document: Make) -> None:
    """Codes outside ICAO's table, and an S for the sex."""
    found = {
        (row["file"], check)
        for row in rows()
        for check in adverse(make_document(tuple(row["mrz"].split("|"))))
        if check != "mrz.check_digits"
    }
    assert found == CODES_OUTSIDE


def test_an_uncalibrated_reader_flags_no_valid_print(make_document: Make) -> None:
    """Read right by an engine whose certainty means little, no print is adverse at all but those it cannot mistake."""
    for row in rows():
        if row["check_digits"] == "ok":
            assert not adverse(make_document(tuple(row["mrz"].split("|")), calibrated=False)), row["file"]
