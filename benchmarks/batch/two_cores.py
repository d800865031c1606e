r"""Whether a scan on two cores examines twice as many documents as one process, and whether its memory stays flat.

    python -m benchmarks.batch.two_cores -o benchmarks/results/batch-two-cores
    python -m benchmarks.batch.two_cores --before ../old -o benchmarks/results/batch-two-cores     # and the same with the code of another checkout

Sample pages at 300 dpi, each copy unique in bytes, all checks, the shipped templates. One process without a pool examines `-n` of them, then a scan
with two workers twice as many, in the same seconds; `--rounds` times in turn, so that what else the machine does meets both. Native libraries
have one thread. Of each run: documents a minute once everything is loaded (`machinery.loaded_rate`), and with imports, loading and ending. `share` is
the scan's rate over twice that of the process of the same round; `cpu_share` is what it can be at most (processor time a document, process over
scan with all its processes). `flat` is the scan's memory at its end over that once each worker has examined twenty. About 4 minutes for 40
documents and three rounds on a quiet machine, which it should be: `elsewhere_cpu_seconds` is what others took of it. Memory is told better by `-n 400`. Goal: a share of .95, memory within 5 %.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.batch.machinery import apart
from benchmarks.batch.pages import sample_pages, write_pages
from benchmarks.provenance import provenance

WORKERS = 2
PAGES = 40
"""Committed flatbed pages in white light: the process and the scan meet the same mixture where each is examined as often."""
Run = Mapping[str, object]


def rounds(told: argparse.Namespace) -> Iterator[tuple[str, Run, Run]]:
    """Run by turns: of each code, the process and the scan."""
    codes = {"now": None} if told.before is None else {"before": told.before.resolve(), "now": None}
    pages = sample_pages()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_pages(folder / "in", WORKERS * told.n, pages)
        for _ in range(told.rounds):
            for name, code in codes.items():
                options = argparse.Namespace(workers=WORKERS, checks="default", serial=told.n, n=told.n)
                one, two = (
                    apart(mode, folder / "in", folder / mode, options, code) for mode in ("serial", "scan")
                )
                yield name, one, two


def summary(runs: Sequence[tuple[Run, Run]]) -> dict[str, object]:
    """Figures of one code: a list has one entry a round."""
    one, two = zip(*runs, strict=True)
    shares = [number(b, "loaded_a_second") / number(a, "loaded_a_second") / WORKERS for a, b in runs]
    return {
        "documents": [(a["documents"], b["documents"]) for a, b in runs],
        "one_process_a_minute": a_minute(one, "loaded_a_second"),
        "scan_a_minute": a_minute(two, "loaded_a_second"),
        "share": round(statistics.median(shares), 3),
        "shares": [round(share, 3) for share in shares],
        "cpu_share": round(
            statistics.median(
                number(a, "cpu_ms_a_document") / number(b, "cpu_ms_a_document") for a, b in runs
            ),
            3,
        ),
        "one_process_a_minute_with_loading": a_minute(one, "documents_a_second"),
        "scan_a_minute_with_loading": a_minute(two, "documents_a_second"),
        "mib_early": [run["mib_at_1_percent"] for run in two],
        "mib_late": [run["mib_at_100_percent"] for run in two],
        "flat": growth(two),
        "elsewhere_cpu_seconds": [(a["elsewhere_cpu_seconds"], b["elsewhere_cpu_seconds"]) for a, b in runs],
    }


def growth(runs: Sequence[Run]) -> float | None:
    """Memory at the end over memory at the beginning, median; None where too few documents left no beginning."""
    known = [run for run in runs if run["mib_at_1_percent"] is not None]
    if not known:
        return None
    return round(
        statistics.median(
            number(run, "mib_at_100_percent") / number(run, "mib_at_1_percent") for run in known
        ),
        3,
    )


def number(run: Run, name: str) -> float:
    """A figure of a run."""
    return float(str(run[name]))


def a_minute(runs: Sequence[Run], rate: str) -> float:
    """The median of a rate, in documents a minute."""
    return round(60 * statistics.median(number(run, rate) for run in runs), 1)


def markdown(figures: Mapping[str, Mapping[str, object]]) -> str:
    """A row for each code."""
    lines = [
        "# A scan on two cores, and one process",
        "",
        "`python -m benchmarks.batch.two_cores`; documents a minute once loaded, median of the rounds; memory of all processes in MiB.",
        "",
        "| code | one process | scan, two workers | share of twice (each round) | CPU share | memory early | late | CPU s that others took |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, told in figures.items():
        cells = (
            told["one_process_a_minute"],
            told["scan_a_minute"],
            f"{told['share']} {told['shares']}",
            told["cpu_share"],
            told["mib_early"],
            told["mib_late"],
            told["elsewhere_cpu_seconds"],
        )
        lines.append(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "-n", type=int, default=PAGES, help="documents of the one process: whole rounds of the sample pages"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--before", type=Path, help="another checkout, measured by turns with this one")
    parser.add_argument("-o", "--out", type=Path, help="name of the files .json and .md")
    told = parser.parse_args()
    found: dict[str, list[tuple[Run, Run]]] = {}
    for name, one, two in rounds(told):
        found.setdefault(name, []).append((one, two))
        print(name, json.dumps(summary(found[name][-1:])), flush=True)
    figures = {name: summary(runs) for name, runs in found.items()}
    print(markdown(figures))
    if told.out:
        text = json.dumps({**figures, "runs": found, "provenance": provenance()}, indent=1) + "\n"
        told.out.with_suffix(".json").write_text(text, encoding="utf-8")
        told.out.with_suffix(".md").write_text(markdown(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
