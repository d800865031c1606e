"""The line networks on one thread: in onnxruntime where that is installed, else in OpenCV, which the core has anyway.

Both give the same answer to within 1e-5. The quick network takes about 3.4 ms for two lines of 44 in onnxruntime and 6 in
OpenCV, the wide one 6.8 and 10.
"""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import cv2
import numpy as np

from docforensics.mrz.engines.network.cutting import Singles
from docforensics.parsing import read_toml
from docforensics.resources import resource, resource_bytes


class Backend(Protocol):
    """What runs the network; may be called from many threads."""

    def __call__(self, batch: Singles) -> Singles:
        """(N, 4, 16, W / 2) -> (N, 39, W / 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModel:
    """A network and what was fitted besides its weights."""

    backend: Backend
    temperature: float
    """Divides the scores so that the posteriors are calibrated on held-apart synthetic lines."""

    def columns(self, lines: Singles) -> Singles:
        """(N, 32, W) normalised lines -> (N, 39, W / 4); W is even."""
        return self.backend(in_fours(lines))


def in_fours(lines: Singles) -> Singles:
    """(N, 32, W) -> (N, 4, 16, W / 2): two by two pixels as four channels, which is what the network takes."""
    count, height, width = lines.shape
    fours = lines.reshape(count, height // 2, 2, width // 2, 2).transpose(0, 2, 4, 1, 3)
    return np.ascontiguousarray(fours.reshape(count, 4, height // 2, width // 2))


class OpenCvBackend:
    """OpenCV's DNN module: one network a thread, for it keeps the picture that it is given."""

    def __init__(self, weights: bytes) -> None:
        """`weights` are the ONNX file's bytes."""
        self._weights = np.frombuffer(weights, np.uint8)
        self._local = threading.local()

    def __call__(self, batch: Singles) -> Singles:
        """Run the network of this thread."""
        if not hasattr(self._local, "net"):
            self._local.net = cv2.dnn.readNetFromONNX(self._weights)
        self._local.net.setInput(batch)
        return np.asarray(self._local.net.forward(), np.float32)


class OnnxRuntimeBackend:
    """onnxruntime on one thread; ImportError where it is not installed."""

    def __init__(self, weights: bytes) -> None:
        """`weights` are the ONNX file's bytes."""
        import onnxruntime  # noqa: PLC0415 (an extra)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            weights, sess_options=options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, batch: Singles) -> Singles:
        """Run the session."""
        return np.asarray(self._session.run(None, {"lines": batch})[0], np.float32)


def load_model() -> LineModel:
    """Load the wide network once a process; ResourceMissingError or ResourceCorruptError when it is not as shipped."""
    return _load("mrz-reader/line")


def load_quick() -> LineModel:
    """Load the quick network, as `load_model` does the wide one."""
    return _load("mrz-reader/quick")


@cache
def _load(name: str) -> LineModel:
    weights = resource_bytes(f"{name}.onnx")
    settings = read_toml(resource(f"{name}.toml"))
    return LineModel(backend=backend_of(weights), temperature=float(settings["temperature"]))


def backend_of(weights: bytes) -> Backend:
    """What runs these weights here: onnxruntime where it is installed."""
    try:
        return OnnxRuntimeBackend(weights)
    except ImportError:
        return OpenCvBackend(weights)
