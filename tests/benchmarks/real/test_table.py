"""What is counted of genuine documents that are accused."""

from pathlib import Path
from typing import Any

from benchmarks.real.folders import RealImage
from benchmarks.real.table import markdown, table


def image(
    file: str, document: str, source: str, *, label: str = "genuine", true: str = "", twin: str = ""
) -> RealImage:
    """State one picture."""
    return RealImage(
        file=file,
        path=Path(file),
        label=label,
        document=document,
        owner=source,
        issuer="",
        source=source,
        light="visible",
        twin=twin,
        true_checks=(true,) if true else (),
    )


def line(outcome: str, log10_lr: float, *checks: str, claim: str = "") -> dict[str, Any]:
    """State what was found."""
    return {
        "outcome": outcome,
        "log10_lr": log10_lr,
        "adverse": [{"check": check, "log10_lr": 1.0, "text": "of somebody"} for check in checks],
        "contradicted": {claim: list(checks)} if claim else {},
        "code": "abc",
    }


def counted(*cases: tuple[RealImage, dict[str, Any]]) -> dict[str, Any]:
    """Make the table of cases."""
    rows = {f"{picture.file}@85": found for picture, found in cases}
    return table([picture for picture, _ in cases], rows, quality=85, channel="upload")


def test_two_pictures_of_one_document_count_once() -> None:
    """By check, by claim and by source."""
    found = counted(
        (image("a/1", "one", "x"), line("REFER", 1.0, "data.mrz_against_viz", claim="names")),
        (image("a/2", "one", "x"), line("REFER", 1.0, "data.mrz_against_viz", claim="names")),
        (image("a/3", "two", "y"), line("CLEAR", -1.0)),
    )
    genuine = found["genuine"]
    accused = genuine["flagged with a false reason"]
    assert (genuine["documents"], accused["hits"], accused["of"], accused["sources"]) == (2, 1, 2, 1)
    assert genuine["by_check"]["data.mrz_against_viz"]["hits"] == 1
    assert genuine["by_claim"]["names"]["hits"] == 1
    assert found["by_source"]["y"]["flagged"] == 0
    assert "of somebody" not in markdown(found)


def test_what_is_true_of_the_print_stands_apart() -> None:
    """A document with a false reason beside a true one is accused all the same."""
    found = counted(
        (
            image("a/1", "one", "x", true="mrz.check_digits"),
            line("REFER", 1.0, "mrz.check_digits", claim="mrz_data"),
        ),
        (
            image("a/2", "two", "y", true="mrz.check_digits"),
            line("ALERT", 2.0, "mrz.check_digits", "digital.copied_glyphs", claim="mrz_data"),
        ),
        (image("a/3", "three", "z", true="data.dates"), line("CLEAR", -1.0)),
    )
    genuine = found["genuine"]
    assert genuine["flagged, all reasons true of the print"]["hits"] == 1
    assert genuine["ALERT with a false reason"]["hits"] == 1
    assert [one["file"] for one in found["true_of_print"]] == ["a/1", "a/2"]
    assert found["unused_list"] == ["a/3 data.dates"]


def test_a_weak_false_finding_and_a_contradicted_claim_count_whatever_the_outcome() -> None:
    """INCONCLUSIVE too."""
    found = counted(
        (image("a/1", "one", "x"), line("INCONCLUSIVE", 0.3, "digital.mrz_sharpness", claim="one_capture"))
    )
    assert found["genuine"]["a claim falsely contradicted"]["hits"] == 1
    assert found["genuine"]["a false adverse finding"]["hits"] == 1
    assert found["genuine"]["flagged"]["hits"] == 0


def test_forged_pictures_are_laid_beside_their_twin_and_beside_all() -> None:
    """Equal is not above."""
    found = counted(
        (image("a/1", "one", "x", twin="t"), line("CLEAR", 0.0)),
        (image("a/2", "one", "x", label="forged", twin="t"), line("REFER", 1.0)),
        (image("a/3", "one", "x", label="forged", twin="t"), line("CLEAR", 0.0)),
        (image("b/1", "two", "y"), line("CLEAR", 2.0)),
    )
    forged = found["forged"]["a"]
    assert (forged["pairs"], forged["above_twin"], forged["equal_to_twin"], forged["flagged"]) == (2, 1, 1, 1)
    assert (forged["auc_of_set"], forged["auc_of_all"]) == (0.75, 0.375)
    assert found["genuine"]["pictures"] == 2
