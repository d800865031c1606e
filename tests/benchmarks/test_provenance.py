"""Whose code rows are."""

from benchmarks.provenance import code_now, codes_of, provenance


def test_rows_state_the_commit_that_measured_them() -> None:
    """Ten digits of the commit; rows of before it was kept are told apart."""
    assert str(provenance()["git_sha"]).startswith(code_now())
    assert codes_of([{"code": "b"}, {"code": "a"}, {"code": "b"}]) == ["a", "b"]
    assert codes_of([{"code": "a"}, {}]) == ["a", "unknown"]
    assert codes_of([]) == []
