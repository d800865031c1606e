"""Tables that are opened in a spreadsheet run nothing."""

import pytest

from docforensics.batch.csv_text import csv_text


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+1+cmd", "@SUM(A1)", "-cmd", "\tname"])
def test_a_file_name_is_no_formula(name: str) -> None:
    """Whoever names a file does not choose what the officer's spreadsheet does."""
    assert "'" + name[0] in csv_text(("name",), [(name,)])


@pytest.mark.parametrize("value", [-0.5, "-0.5", "-.5", "visible 1.0 2.0", "", None])
def test_other_values_stay_as_they_are(value: object) -> None:
    """A negative number is one."""
    assert csv_text(("value",), [(value, "a")]) == f"value\n{'' if value is None else value},a\n"
