"""The same scan on a Ray cluster of several nodes, one of which dies; Ray is large, and so installed by hand for this test."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docforensics.batch.ray_executor import BLOCK, Examining, _blocks, block_of
from docforensics.batch.scan import Scan
from docforensics.batch.serve import unpacked
from docforensics.batch.work import ScanTask
from docforensics.errors import EngineUnavailableError, ResourceCorruptError

Write = Callable[[Mapping[str, str]], Path]
needs_ray = pytest.mark.skipif(
    find_spec("ray") is None,
    reason="Ray is not installed: pip install 'ray[data]', or run python -m benchmarks.batch.cluster",
)


@pytest.fixture(name="cluster")
def fixture_cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Start a head without cores and three nodes of one core each, on this machine."""
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[2]), here]))
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    import ray
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    cluster.workers = [cluster.add_node(num_cpus=1, object_store_memory=100 * 2**20) for _ in range(3)]
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def test_long_tasks_go_one_by_one() -> None:
    """What an actor takes at once lasts no longer than a block of a usual scan may, and a quick task makes no larger block."""
    assert [block_of(limit) for limit in (5.0, 60.0, 600.0, 7200.0)] == [BLOCK, BLOCK, 3, 1]


@needs_ray
@pytest.mark.filterwarnings("default")
def test_a_node_that_dies_loses_and_doubles_nothing(
    cluster: Any,
    write: Write,
    pooled: Callable[..., Scan],
    table_of: Callable[[Path, str], pa.Table],
    tmp_path: Path,
) -> None:
    """Every document once, and the results are those of the local executor, row for row but for times."""
    words = ("slow 0.05", "refer", "alert", "bug x")
    folder = write({**{f"{n:03}": words[n % 4] for n in range(300)}, "crash": "crash", "empty": ""})
    for _ in pooled(folder, tmp_path / "local", time_limit=5.0).run():
        pass
    rows = 0
    for table in pooled(folder, tmp_path / "ray", executor="ray", workers=None, time_limit=5.0).run():
        rows += table.num_rows
        if cluster.workers and rows > 60:
            cluster.remove_node(cluster.workers[1], allow_graceful=False)
            cluster.workers = []
    assert cluster.workers == []
    for name in ("documents", "findings"):
        assert table_of(tmp_path / "ray", name).equals(table_of(tmp_path / "local", name))


def test_without_ray_the_extra_is_named(
    write: Write, pooled: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the work."""
    monkeypatch.setattr("docforensics.batch.extras.find_spec", lambda name: None if name == "ray" else name)
    with pytest.raises(EngineUnavailableError, match=r"pip install 'docforensics\[ray\]'"):
        pooled(write({"a": "clear"}), executor="ray")


def test_an_actor_tells_of_a_bad_model_beside_what_it_had_finished(
    write: Write, pooled: Callable[..., Scan], tmp_path: Path
) -> None:
    """As a value, which Ray does not take for a loss; after it the actor examines nothing more."""
    bad = tmp_path / "bad"
    bad.touch()
    scan = pooled(write({"a": "clear", "b": "refer", "c": f"bad-model {bad}", "d": "clear"}))
    actor = Examining(settings=scan.settings, configuration=scan.configuration, out=None)
    (block,) = _blocks((ScanTask(one) for one in scan.listing.packed()), 32)
    (first,) = actor(block).to_pylist()
    assert unpacked(first["rows"])["name"].to_pylist() == ["a", "b"]
    assert json.loads(first["error"])[0] == "ResourceCorruptError"
    bad.unlink()
    (again,) = actor(block).to_pylist()
    assert (unpacked(again["rows"]).num_rows, again["error"]) == (0, first["error"])


@needs_ray
@pytest.mark.usefixtures("cluster")
@pytest.mark.filterwarnings("default")
def test_a_bad_model_stops_a_scan_on_a_cluster_and_it_can_be_resumed(
    write: Write,
    pooled: Callable[..., Scan],
    table_of: Callable[[Path, str], pa.Table],
    tmp_path: Path,
) -> None:
    """With the error of the actor, and the results of the local executor after the repair."""
    bad = tmp_path / "bad"
    folder = write({**{f"{n:03}": ("clear", "refer")[n % 2] for n in range(80)}, "040": f"bad-model {bad}"})
    for _ in pooled(folder, tmp_path / "local").run():
        pass
    bad.touch()
    with pytest.raises(ResourceCorruptError, match="models/x"):
        for _ in pooled(folder, tmp_path / "ray", executor="ray", workers=1).run():
            pass
    kept = [
        pq.read_table(part) for part in (tmp_path / "ray" / "documents").glob("*.parquet")
    ]  # none: Ray's order is free
    assert all("040" not in part["name"].to_pylist() for part in kept)
    bad.unlink()
    for _ in pooled(folder, tmp_path / "ray", executor="ray", workers=1).run():
        pass
    for name in ("documents", "findings"):
        assert table_of(tmp_path / "ray", name).equals(table_of(tmp_path / "local", name))
