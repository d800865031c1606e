"""The same scan on a Ray cluster: Ray Data with a pool of actors does all scheduling and all retries.

Each actor holds a local pool of one worker, so that a document that hangs or crashes costs itself alone there as here. Rows come
back to this process, which alone writes parts: what a lost node had not handed over, Ray does again elsewhere. Files and results lie
where every node sees them: shared storage, or an fsspec address. A link key travels to the actors inside Ray's memory.
"""

import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Self

import pyarrow as pa

from docforensics import errors
from docforensics.batch.messages import portable
from docforensics.batch.pool import Batch, LocalPool
from docforensics.batch.schema import scanned_table
from docforensics.batch.serve import packed, unpacked
from docforensics.batch.settings import refuse_no_workers
from docforensics.batch.work import ScanTask

BLOCK = 32
"""Documents that an actor takes at once, where none may last longer than `USUAL_SECONDS`."""
USUAL_SECONDS = 60.0
"""The time limit of a scan unless stated: of longer tasks an actor takes fewer, so that a lost node costs no more."""


class RayExecutor:
    """Examines tasks on a Ray cluster. Use it as a context manager.

    Parameters
    ----------
    told
        What a local pool takes: `settings`, `configuration` and `out`.
    workers
        Actors at most, of one core each; None takes the cores that the cluster has at the beginning.
    address
        Of the cluster, as `ray.init` takes it; None starts one on this machine, and ends it with the scan.

    """

    def __init__(self, *, workers: int | None = None, address: str | None = None, **told: Any) -> None:  # noqa: ANN401
        refuse_no_workers(workers)
        self._told = told
        self._block = block_of(told["settings"].time_limit)
        self._wanted = workers
        self._address = address
        self._ours = False

    def __enter__(self) -> Self:
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing phones out
        import ray  # noqa: PLC0415 (an extra, and heavy)

        self._ours = not ray.is_initialized()
        if self._ours:
            ray.init(
                address=self._address, include_dashboard=None if self._address else False, log_to_driver=False
            )
        ray.data.DataContext.get_current().enable_progress_bars = False  # `scan` shows its own
        return self

    def __exit__(self, *_: object) -> None:
        import ray  # noqa: PLC0415

        if self._ours:
            ray.shutdown()

    def run(self, tasks: Iterable[ScanTask]) -> Iterator[Batch]:
        """Examine tasks; rows come as blocks are finished, in no order.

        Raises ResourceError, as a local pool does: it travels as a value, so that Ray takes it for no loss of a node.
        """
        import ray  # noqa: PLC0415

        wanted = self._wanted or max(1, int(ray.cluster_resources().get("CPU", 1)))
        blocks = list(_blocks(tasks, self._block))
        if not blocks:
            return
        done = ray.data.from_arrow(blocks).map_batches(
            Examining,
            fn_constructor_kwargs=self._told,
            batch_size=None,
            batch_format="pyarrow",
            concurrency=(1, wanted),
            num_cpus=1,
        )
        for block in done.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=1):
            for row in block.to_pylist():
                yield Batch(table=unpacked(row["rows"]), skipped=row["skipped"])
                if row["error"]:
                    name, text = json.loads(row["error"])
                    raise getattr(errors, name)(text)


def block_of(time_limit: float) -> int:
    """Give the tasks that an actor takes at once, by the seconds that one may take."""
    return max(1, min(BLOCK, int(BLOCK * USUAL_SECONDS / time_limit)))


def _blocks(tasks: Iterable[ScanTask], size: int) -> Iterator[pa.Table]:
    source = iter(tasks)
    while part := list(islice(source, size)):
        yield pa.table({"task": [json.dumps([task.packed, list(task.known)]) for task in part]})


class Examining:
    """An actor: one worker process and its examiner."""

    def __init__(self, **told: Any) -> None:  # noqa: ANN401 (those of LocalPool)
        self._pool = LocalPool(workers=1, **told)
        self._error = ""
        """Type and text of a ResourceError, as JSON: once met, nothing more is examined."""

    def __call__(self, block: pa.Table) -> pa.Table:
        """Examine the tasks of a block."""
        batches = [] if self._error else list(self._batches(block["task"].to_pylist()))
        rows = pa.concat_tables([batch.table for batch in batches] or [scanned_table(())])
        skipped = sum(batch.skipped for batch in batches)
        return pa.table({"rows": [packed(rows)], "skipped": [skipped], "error": [self._error]})

    def _batches(self, told: Iterable[str]) -> Iterator[Batch]:
        try:
            yield from self._pool.run(map(_task, told))
        except errors.ResourceError as error:
            known = portable(error)
            self._error = json.dumps([type(known).__name__, str(known)])
            self._pool.__exit__()

    def __del__(self) -> None:
        """End the worker with the actor."""
        self._pool.__exit__()


def _task(told: str) -> ScanTask:
    entry, known = json.loads(told)
    return ScanTask(packed=entry, known=known)
