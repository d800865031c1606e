"""The line network in onnxruntime, on one thread: a batch of lines takes some milliseconds."""

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from docforensics.errors import EngineUnavailableError
from docforensics.mrz.engines.network.cutting import Singles
from docforensics.resources import resource

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_WEIGHTS = "mrz-reader/line.onnx"
_SETTINGS = "mrz-reader/line.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModel:
    """A session, safe to run from many threads, and what was fitted beside the weights."""

    session: "InferenceSession"
    temperature: float
    """Divides the scores so that the posteriors are calibrated on held-apart synthetic lines."""

    def columns(self, lines: Singles) -> Singles:
        """(N, 32, W) normalised lines -> (N, 39, W / 4)."""
        (columns,) = self.session.run(None, {"lines": lines[:, None]})
        return np.asarray(columns, np.float32)


def load_model() -> LineModel:
    """Load the shipped weights.

    Raises
    ------
    EngineUnavailableError
        onnxruntime is not installed.
    ResourceMissingError, ResourceCorruptError
        The weights are not as shipped.
    """
    try:
        import onnxruntime  # noqa: PLC0415 (a tenth of a second, and only this engine needs it)
    except ImportError as error:
        raise EngineUnavailableError("the network engine needs onnxruntime: pip install onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    settings = tomllib.loads(resource(_SETTINGS).read_text(encoding="utf-8"))
    session = onnxruntime.InferenceSession(
        str(resource(_WEIGHTS)), sess_options=options, providers=["CPUExecutionProvider"]
    )
    return LineModel(session=session, temperature=float(settings["temperature"]))
