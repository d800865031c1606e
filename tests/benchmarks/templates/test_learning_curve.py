"""What a curve counts of pages that a template does not fit."""

from benchmarks.templates.learning_curve import CHECKS, SPECIES, _counted


def test_a_page_that_does_not_fit_is_no_forgery_found() -> None:
    """It stands among the pages of its kind, and no check has spoken of it."""
    check = next(iter(SPECIES.values()))
    quiet, loud = dict.fromkeys(CHECKS, 0.0), dict.fromkeys(CHECKS, 1e6)
    found = _counted([quiet] * 4, [loud], check, pages=4)
    assert (found["n"], found["detected"], found["auc"]) == (4, 1, 1.0)
    none = _counted([quiet] * 4, [], check, pages=4)
    assert (none["n"], none["detected"], none["auc"]) == (4, 0, None)
