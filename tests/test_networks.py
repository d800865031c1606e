"""Shipped networks run on one thread, at any width, from many threads."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from docforensics.errors import ResourceMissingError
from docforensics.networks import load_network


def test_a_network_answers_alike_from_many_threads() -> None:
    """One session serves them all."""
    network = load_network("mrz-reader/quick")
    batches = [
        np.random.default_rng(seed).normal(size=(1, 4, 16, 160 + 32 * (seed % 3))).astype(np.float32)
        for seed in range(12)
    ]
    alone = [network(batch) for batch in batches]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(network, batches))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))
    assert {one.shape[2] for one in alone} == {80, 96, 112}


def test_a_network_is_loaded_once() -> None:
    """Every reader of a process has the same."""
    assert load_network("viz-reader/line") is load_network("viz-reader/line")


def test_a_network_that_is_not_there_is_named() -> None:
    """It is a resource like any other."""
    with pytest.raises(ResourceMissingError, match="nowhere"):
        load_network("viz-reader/nowhere")


def test_a_network_keeps_no_memory_of_its_batches() -> None:
    """What the widest batch of a page took is another stage's afterwards."""
    network = load_network("mrz-reader/quick")
    network(np.zeros((1, 4, 16, 160), np.float32))
    assert not network._session.get_session_options().enable_cpu_mem_arena


def test_a_network_leaves_nothing_at_home_and_reports_to_nobody(tmp_path: Path) -> None:
    """Wheels of onnxruntime keep a number of the device in HOME and report to their maker unless they are told not to."""
    code = "from docforensics.networks import load_network; load_network('mrz-reader/quick')"
    own = {key: value for key, value in os.environ.items() if key != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**own, "HOME": str(tmp_path)}, capture_output=True, check=True
    )
    assert list(tmp_path.rglob("*")) == []
    assert done.stderr == b""
