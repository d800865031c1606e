"""What is made of the runs of one process and of a scan."""

from benchmarks.batch.two_cores import markdown, summary


def _run(rate: float, **told: object) -> dict[str, object]:
    return {
        "documents": 40,
        "loaded_a_second": rate,
        "documents_a_second": rate / 2,
        "cpu_ms_a_document": 1000.0,
        "elsewhere_cpu_seconds": 0.1,
        "mib_at_1_percent": 400.0,
        "mib_at_100_percent": 404.0,
        **told,
    }


def test_each_scan_is_compared_with_the_process_of_its_round() -> None:
    """Where the machine was slow in one round, both were."""
    told = summary([(_run(1.0), _run(1.9)), (_run(0.5), _run(0.98)), (_run(1.0), _run(1.94))])
    assert told["shares"] == [0.95, 0.98, 0.97]
    assert (told["share"], told["one_process_a_minute"], told["scan_a_minute"]) == (0.97, 60.0, 114.0)
    assert (told["flat"], told["cpu_share"]) == (1.01, 1.0)
    assert "| now | 60.0 | 114.0 | 0.97 [0.95, 0.98, 0.97] | 1.0 |" in markdown({"now": told})


def test_few_documents_tell_nothing_of_memory() -> None:
    """No worker had examined twenty before the end."""
    assert summary([(_run(1.0), _run(2.0, mib_at_1_percent=None))])["flat"] is None
