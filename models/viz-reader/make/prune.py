"""Make `line.onnx` and `line.toml` of PP-OCRv6's small recogniser: keep the letters of Latin and Greek print, halve the weights.

    python models/viz-reader/make/prune.py rapidocr/models/PP-OCRv6_rec_small.onnx models/viz-reader

The classes left out (ideographs, kana, symbols) stand on no document page that a coded line is compared with, and their
rows are two fifths of the file. What is left is PaddleOCR's own, weight for weight, rounded to 16 bits.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SOURCE_SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
KEPT = ((0x21, 0x7E), (0xC0, 0x17F), (0x218, 0x21B), (0x1E9E, 0x1E9E), (0x391, 0x3C9))
"""Printable ASCII, Latin-1, Latin Extended-A, comma-below S and T, capital sharp s, Greek."""
SMALLEST = 1024
"""Numbers a tensor must hold to be worth rounding."""


def kept_classes(characters: list[str]) -> list[int]:
    """Give the class indices to keep: the blank, the characters of `KEPT`, and the space that follows the list."""
    wanted = [
        index
        for index, character in enumerate(characters, start=1)
        if len(character) == 1 and any(low <= ord(character) <= high for low, high in KEPT)
    ]
    return [0, *wanted, len(characters) + 1]


def prune(model: onnx.ModelProto) -> str:
    """Cut the last layer down in place; return the characters of classes 1 and on."""
    listed = {entry.key: entry.value for entry in model.metadata_props}["character"].split("\n")
    classes = kept_classes(listed)
    last = next(node for node in reversed(model.graph.node) if node.op_type == "MatMul").input[1]
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.name == last or (values.ndim == 1 and len(values) == len(listed) + 2):
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values[..., classes]), tensor.name))
    return "".join(listed[index - 1] for index in classes[1:-1]) + " "


def halve(model: onnx.ModelProto) -> None:
    """Store large weights as 16-bit numbers that are cast back when the network is loaded."""
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALLEST:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def rename_input(model: onnx.ModelProto, name: str) -> None:
    """Call the input as our own networks call theirs."""
    old = model.graph.input[0].name
    model.graph.input[0].name = name
    for node in model.graph.node:
        node.input[:] = [name if item == old else item for item in node.input]


def main(source: Path, target: Path, *, halved: bool) -> None:
    """Write the two files."""
    data = source.read_bytes()
    if hashlib.sha256(data).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{source}: not the PP-OCRv6_rec_small.onnx that rapidocr 3.10.0 carries")
    model = onnx.load_from_string(data)
    characters = prune(model)
    rename_input(model, "lines")
    if halved:
        halve(model)
    del model.metadata_props[:]
    onnx.checker.check_model(model)
    (target / "line.onnx").write_bytes(model.SerializeToString())
    written = characters.replace("\\", "\\\\").replace('"', '\\"')
    (target / "line.toml").write_text(
        f'# Classes 1 and on; class 0 is the blank of CTC.\ncharacters = "{written}"\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), halved="--full" not in sys.argv)
