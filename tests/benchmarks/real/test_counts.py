"""False alarms counted by document and source."""

from typing import Any

from benchmarks.real.counts import counts, written


def line(
    document: str, source: str, *adverse: str, label: str = "genuine", true: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Make a row of two checks that measured."""
    return {
        "file": f"mrz/{document}.png",
        "document": document,
        "source": source,
        "label": label,
        "true_checks": list(true),
        "measured": {"mrz.length": 0.0, "mrz.charset": 0.0},
        "adverse": [{"check": check} for check in adverse],
    }


def test_documents_count_once_and_what_is_true_of_the_print_is_no_false_alarm() -> None:
    """Two captures of one document; a finding that the manifest states; a forged one is left out."""
    found = counts(
        [
            line("a", "x", "mrz.length"),
            line("a", "x", "mrz.length"),
            line("b", "y", "mrz.charset", true=("mrz.charset",)),
            line("c", "y", "mrz.length", label="forged"),
        ]
    )
    charset, length = found
    assert (charset.check, charset.documents, charset.sources, charset.false_alarms) == (
        "mrz.charset",
        2,
        2,
        0,
    )
    assert (length.documents, length.sources, length.false_alarms, length.data_set) == (2, 2, 1, "mrz")
    text = written(found, ["abc"])
    assert text.count("[[real]]") == 2
    assert "Rows of code abc." in text
