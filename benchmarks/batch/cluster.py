r"""A scan on a Ray cluster that loses a node beside the local executor: are the results equal.

    python -m benchmarks.batch.cluster -n 120 -o benchmarks/results/batch-cluster.json

In an environment with `docforensics[ray]`. A head without cores and three nodes of one core each run on this machine
(`ray.cluster_utils.Cluster`); when a quarter of the rows is in, one node is killed without grace. Documents are copies of committed sample
pages, each unique in bytes, examined with the default checks, with three that cannot be. Compared are all rows but for times.
"""

import argparse
import json
import os
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

from benchmarks.batch.kills import rows
from benchmarks.batch.pages import sample_pages, write_pages
from benchmarks.provenance import ROOT, provenance
from docforensics.batch.scan import begin
from docforensics.capture.model import Channel

NODES = 3
DAY = date(2026, 11, 24)


def scanned(source: Path, out: Path) -> tuple[int, float]:
    """Scan with the local executor; documents and seconds."""
    begun, told = (
        time.perf_counter(),
        begin(str(source), str(out), inspected_on=DAY, channel=Channel.SCANNER),
    )
    for _ in told.run():
        pass
    return told.progress.done, round(time.perf_counter() - begun, 1)


def killed(source: Path, out: Path) -> dict[str, object]:
    """Scan on a cluster, and kill a node when a quarter is done."""
    import ray  # noqa: PLC0415 (only an environment of its own has it)
    from ray.cluster_utils import Cluster  # noqa: PLC0415

    os.environ["PYTHONPATH"] = str(ROOT)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    nodes = [cluster.add_node(num_cpus=1, object_store_memory=100 * 2**20) for _ in range(NODES)]
    ray.init(address=cluster.address, log_to_driver=False)
    begun = time.perf_counter()
    told = begin(str(source), str(out), executor="ray", inspected_on=DAY, channel=Channel.SCANNER)
    at = None
    for _ in told.run():
        if at is None and told.progress.done > told.progress.total / 4:
            at = told.progress.done
            cluster.remove_node(nodes[1], allow_graceful=False)
            print(f"killed a node after {at} documents", flush=True)
    seconds = round(time.perf_counter() - begun, 1)
    ray.shutdown()
    cluster.shutdown()
    return {
        "documents": told.progress.done,
        "outcomes": told.progress.outcomes,
        "node_killed_after": at,
        "seconds": seconds,
    }


def main() -> None:
    """Scan both ways, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=120)
    parser.add_argument("--dpi", type=int, default=75)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(folder / "in", arguments.n, sample_pages(dpi=arguments.dpi))
        for bad, raw in {
            "empty": b"",
            "text": b"no image",
            "cut": (folder / "in/00000.jpg").read_bytes()[:9000],
        }.items():
            (folder / "in" / bad).write_bytes(raw)
        local = scanned(folder / "in", folder / "local")
        on_ray = killed(folder / "in", folder / "ray")
        tables = ("documents", "findings")
        equal = {
            table: bool(rows(folder / "local", table).equals(rows(folder / "ray", table))) for table in tables
        }
        count = {table: len(rows(folder / "ray", table)) for table in tables}
    import ray  # noqa: PLC0415 (only an environment of its own has it)

    figures = {
        "ray": ray.__version__,
        "nodes": NODES,
        "local": {"documents": local[0], "seconds": local[1]},
        "cluster": on_ray,
        "rows": count,
        "equal_row_for_row": equal,
        "provenance": provenance(),
    }
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
