"""Runs the networks that come with this package, in onnxruntime, on the caller's thread alone.

Documents are many and cores are shared: a network that takes all cores for one line slows the others down. Measured against OpenCV's own
module and OpenVINO in docs/decisions/2026-11-27-runtime.md.
"""

import os
from functools import cache

import numpy as np
from numpy.typing import NDArray

from docforensics.resources import resource_bytes

_NO_TELEMETRY = "ORT_DISABLE_TELEMETRY"


class Network:
    """One network; may be called from many threads."""

    def __init__(self, weights: bytes) -> None:
        """`weights` are the bytes of an ONNX file with one input."""
        # Wheels of onnxruntime report to their maker and keep a number of the device below HOME; it reads this once, when it loads.
        os.environ.setdefault(_NO_TELEMETRY, "1")
        import onnxruntime  # noqa: PLC0415 (it loads when the first network does, not with the package)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # An arena of each network keeps the most that a batch ever took: 45 MB of an examination, for 5 ms of its 800.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            weights, sess_options=options, providers=["CPUExecutionProvider"], enable_fallback=0
        )
        # It holds the file for a fallback to other providers, of which there are none: 9 MB for the shipped networks.
        self._session._model_bytes = None  # noqa: SLF001 (no other way to let go of it)
        self._input = self._session.get_inputs()[0].name

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the first output for a batch (N, ...)."""
        return np.asarray(self._session.run(None, {self._input: batch})[0], np.float32)


@cache
def load_network(name: str) -> Network:
    """Load a shipped network, `mrz-reader/quick`, once a process; ResourceError where it is not there or was changed."""
    return Network(resource_bytes(f"{name}.onnx"))
