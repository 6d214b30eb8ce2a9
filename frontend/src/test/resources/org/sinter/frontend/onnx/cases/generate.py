"""Writes the cases beside this file: tiny models and what ONNX Runtime makes of them.

Each case is NAME.onnx; cases.safetensors holds the inputs (NAME.in.X) and results (NAME.out.X).
Usage: python generate.py (needs onnx, onnxruntime, numpy, safetensors).
"""

import pathlib

import ml_dtypes
import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
MS = "com.microsoft"
rng = np.random.default_rng(7)
TENSORS = {}


def f32(*shape):
    return rng.standard_normal(shape).astype(np.float32)


def node(op, inputs, outputs=("y",), domain="", **attributes):
    return helper.make_node(op, inputs, outputs, domain=domain, **attributes)


def case(name, nodes, inputs, constants=None, outputs=("y",), opset=17, dims=None, functions=()):
    """Saves the model and the results; inputs without an entry in dims have fixed shapes."""
    nodes = nodes if isinstance(nodes, list) else [nodes]
    ins = [
        helper.make_tensor_value_info(
            k, helper.np_dtype_to_tensor_dtype(v.dtype), (dims or {}).get(k, v.shape))
        for k, v in inputs.items()
    ]
    outs = [helper.make_empty_tensor_value_info(o) for o in outputs]
    inits = [numpy_helper.from_array(v, k) for k, v in (constants or {}).items()]
    graph = helper.make_graph(nodes, name, ins, outs, inits)
    imports = [helper.make_opsetid("", opset), helper.make_opsetid(MS, 1)]
    imports += [helper.make_opsetid("local", 1)] if functions else []
    model = helper.make_model(graph, opset_imports=imports, functions=list(functions), ir_version=9)
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    try:
        session = ort.InferenceSession(model.SerializeToString(), options)
        results = session.run(list(outputs), inputs)
    except Exception as e:
        print("not made:", name, str(e)[:160])
        return
    onnx.save(model, HERE / f"{name}.onnx")
    for prefix, pairs in [("in", inputs.items()), ("out", zip(outputs, results))]:
        for k, v in pairs:
            TENSORS[f"{name}.{prefix}.{k}"] = np.asarray(v, order="C")


X = f32(2, 3, 8)
ROW = {"g": f32(8), "b": f32(8), "c": f32(8)}
S = f32(2, 3, 8)

# Microsoft's ops.
case("skip-layer-norm", node("SkipLayerNormalization", ["x", "s", "g", "b", "c"],
     ["y", "", "", "sum"], MS, epsilon=1e-5), {"x": X, "s": S}, ROW, ("y", "sum"))
case("skip-rms-norm", node("SkipSimplifiedLayerNormalization", ["x", "s", "g"], ["y"], MS,
     epsilon=1e-5), {"x": X, "s": S}, {"g": ROW["g"]})
case("embed-layer-norm", node("EmbedLayerNormalization",
     ["i", "t", "w", "p", "q", "g", "b", "m"], ["y", "n"], MS, epsilon=1e-5),
     {"i": np.array([[1, 4, 2], [0, 3, 3]], np.int32), "t": np.array([[0, 1, 1], [1, 0, 0]], np.int32),
      "m": np.array([[1, 1, 0], [1, 1, 1]], np.int32)},
     {"w": f32(5, 8), "p": f32(4, 8), "q": f32(2, 8), **ROW}, ("y", "n"))
for name, op, extra in [("bias-gelu", "BiasGelu", ["b"]), ("fast-gelu", "FastGelu", ["b"]),
                        ("quick-gelu", "QuickGelu", []), ("gelu", "Gelu", [])]:
    case(name, node(op, ["x"] + extra, ["y"], MS), {"x": X}, {"b": ROW["b"]} if extra else None)
case("fused-mat-mul", node("FusedMatMul", ["x", "w"], ["y"], MS, transA=1, transB=1, alpha=0.5),
     {"x": f32(2, 4, 3)}, {"w": f32(2, 5, 4)})
W = {"w": f32(8, 24), "wb": f32(24)}
case("attention-mask", node("Attention", ["x", "w", "wb", "m"], ["y"], MS, num_heads=2),
     {"x": X, "m": np.array([[1, 1, 0], [1, 1, 1]], np.int32)}, W)
case("attention-lengths", node("Attention", ["x", "w", "wb", "m"], ["y"], MS, num_heads=2),
     {"x": X, "m": np.array([2, 3], np.int32)}, W)
case("attention-past", node("Attention", ["x", "w", "wb", "", "p"], ["y", "q"], MS, num_heads=2,
     unidirectional=1), {"x": X, "p": f32(2, 2, 2, 5, 4)}, W, ("y", "q"),
     dims={"p": [2, 2, 2, "past", 4]})
case("multi-head", node("MultiHeadAttention", ["q", "k", "v", "bias", "m"], ["y"], MS, num_heads=2),
     {"q": X, "k": f32(2, 4, 8), "v": f32(2, 4, 8), "m": np.array([[1, 1, 0, 0], [1, 1, 1, 1]], np.int32)},
     {"bias": f32(24)})
case("multi-head-past", node("MultiHeadAttention", ["q", "k", "v", "", "", "", "pk", "pv"],
     ["y", "ck", "cv"], MS, num_heads=2),
     {"q": X, "k": S, "v": f32(2, 3, 8), "pk": f32(2, 2, 5, 4), "pv": f32(2, 2, 5, 4)}, None,
     ("y", "ck", "cv"))
COS = np.cos(np.outer(np.arange(16), [1, 0.1, 0.01, 0.001])).astype(np.float32)
SIN = np.sin(np.outer(np.arange(16), [1, 0.1, 0.01, 0.001])).astype(np.float32)
ROPE = {"cos": COS, "sin": SIN}
for name, inter in [("rotary-halves", 0), ("rotary-neighbours", 1)]:
    case(name, node("RotaryEmbedding", ["x", "p", "cos", "sin"], ["y"], MS, interleaved=inter),
         {"x": f32(2, 3, 16), "p": np.array([[0, 1, 2], [4, 5, 6]], np.int64)}, ROPE)
case("rotary-offset", node("RotaryEmbedding", ["x", "p", "cos", "sin"], ["y"], MS),
     {"x": f32(2, 2, 3, 8), "p": np.array([3], np.int64)}, ROPE)
for name, past, length in [("group-query-prompt", 0, 3), ("group-query-step", 5, 1)]:
    case(name, node("GroupQueryAttention", ["q", "k", "v", "pk", "pv", "n", "t", "cos", "sin"],
         ["y", "ck", "cv"], MS, num_heads=4, kv_num_heads=2, do_rotary=1),
         {"q": f32(1, length, 64), "k": f32(1, length, 32), "v": f32(1, length, 32),
          "pk": f32(1, 2, past, 16), "pv": f32(1, 2, past, 16),
          "n": np.array([past + length - 1], np.int32),
          "t": np.array(past + length, np.int32)},
         {"cos": np.hstack([COS, COS]), "sin": np.hstack([SIN, SIN])}, ("y", "ck", "cv"))

# Control flow, functions, sequences.
def branch(name, op):
    return helper.make_graph([node(op, ["x", "x"], [name])], name, [],
                             [helper.make_tensor_value_info(name, 1, [2, 3, 8])])
case("if-shape", [node("Shape", ["x"], ["s"]), node("Gather", ["s", "one"], ["d"]),
     node("Equal", ["d", "three"], ["c"]),
     node("If", ["c"], ["y"], then_branch=branch("a", "Add"), else_branch=branch("e", "Mul"))],
     {"x": X}, {"one": np.array(1), "three": np.array(3)})
case("if-data", [node("ReduceSum", ["x"], ["s"], keepdims=0), node("Less", ["s", "z"], ["c"]),
     node("If", ["c"], ["y"], then_branch=branch("a", "Add"), else_branch=branch("e", "Mul"))],
     {"x": X}, {"z": np.float32(1e6)})
info = helper.make_tensor_value_info
body = helper.make_graph(
    [node("Identity", ["c"], ["c2"]), node("Add", ["a", "a"], ["a2"]), node("Mul", ["a", "x"], ["o"])],
    "body", [info("i", 7, []), info("c", 9, []), info("a", 1, [2, 3, 8])],
    [info("c2", 9, []), info("a2", 1, [2, 3, 8]), info("o", 1, [2, 3, 8])])
case("loop", node("Loop", ["n", "", "x"], ["y", "z"], body=body), {"x": X}, {"n": np.array(3)}, ("y", "z"))
body = helper.make_graph(
    [node("Add", ["a", "e"], ["a2"]), node("Neg", ["a2"], ["o"])], "body",
    [info("a", 1, [2, 8]), info("e", 1, [2, 8])], [info("a2", 1, [2, 8]), info("o", 1, [2, 8])])
case("scan", node("Scan", ["h", "x"], ["y", "z"], body=body, num_scan_inputs=1, scan_input_axes=[1],
     scan_output_axes=[1], scan_input_directions=[1]), {"h": f32(2, 8), "x": X}, None, ("y", "z"))
double = helper.make_function("local", "Twice", ["a", "b"], ["r"], [
    node("Elu", ["a"], ["t"]), node("Add", ["t", "a"], ["r"])], [helper.make_opsetid("", 17)])
case("function", node("Twice", ["x"], ["y"], "local"), {"x": X}, functions=[double])
case("sequence", [node("SequenceConstruct", ["x", "s"], ["q"]), node("SequenceAt", ["q", "i"], ["t"]),
     node("ConcatFromSequence", ["q"], ["u"], axis=1), node("Add", ["t", "t"], ["y"])],
     {"x": X, "s": S}, {"i": np.array(-1)}, ("y", "u"))

# Quantization.
case("dynamic-quantize", node("DynamicQuantizeLinear", ["x"], ["y", "s", "z"]), {"x": X}, None, ("y", "s", "z"))
u8 = lambda *s: rng.integers(0, 256, s, np.uint8)
i8 = lambda *s: rng.integers(-128, 128, s, np.int8)
case("mat-mul-integer", node("MatMulInteger", ["x", "w", "xz", "wz"]), {"x": u8(4, 6)},
     {"w": i8(6, 3), "xz": np.uint8(120), "wz": i8(3)})
case("qlinear-conv", node("QLinearConv", ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"],
     pads=[1, 1, 1, 1]), {"x": u8(1, 4, 5, 5)},
     {"xs": np.float32(0.02), "xz": np.uint8(128), "w": i8(6, 4, 3, 3),
      "ws": (rng.random(6) * 0.01 + 0.01).astype(np.float32), "wz": np.zeros(6, np.int8),
      "ys": np.float32(0.3), "yz": np.uint8(100), "b": rng.integers(-99, 99, 6).astype(np.int32)})
case("dequantize-blocked", node("DequantizeLinear", ["q", "s", "z"], axis=1, block_size=4),
     {"s": f32(2, 3, 2), "q": i8(2, 10, 2)}, {"z": i8(2, 3, 2)}, opset=21)
case("quantize-axis", node("QuantizeLinear", ["x", "s", "z"], axis=1), {"x": X * 3},
     {"s": np.array([0.1, 0.2, 0.3], np.float32), "z": i8(3)})

# Convolutions and pools.
I = f32(2, 4, 9, 8)
case("conv-groups", node("Conv", ["x", "w", "b"], group=2, strides=[2, 1], dilations=[1, 2],
     pads=[1, 2, 0, 1]), {"x": I}, {"w": f32(6, 2, 3, 3), "b": f32(6)}, dims={"x": ["n", 4, "h", "w"]})
case("conv-same", node("Conv", ["x", "w"], auto_pad="SAME_LOWER", strides=[2, 3]), {"x": I},
     {"w": f32(3, 4, 3, 2)}, dims={"x": ["n", 4, "h", "w"]})
for name, a in [("plain", {}), ("strided", dict(strides=[2, 3], pads=[1, 0, 1, 2], output_padding=[1, 1])),
                ("dilated", dict(dilations=[2, 2], group=2)), ("shaped", dict(strides=[2, 2], output_shape=[19, 17]))]:
    w = f32(4, 3, 3, 3)
    case("conv-transpose-" + name, node("ConvTranspose", ["x", "w", "b"], **a), {"x": I},
         {"w": w, "b": f32(3 * a.get("group", 1))})
case("max-pool-indices", node("MaxPool", ["x"], ["y", "i"], kernel_shape=[3, 2], strides=[2, 2],
     pads=[1, 0, 1, 1], ceil_mode=1), {"x": I}, None, ("y", "i"))
case("max-pool-dilated", node("MaxPool", ["x"], kernel_shape=[2, 2], dilations=[2, 3]), {"x": I})
case("average-pool-ceil", node("AveragePool", ["x"], kernel_shape=[3, 3], strides=[2, 2],
     pads=[1, 1, 1, 1], ceil_mode=1, count_include_pad=1), {"x": I}, opset=19)
case("lp-pool", node("LpPool", ["x"], kernel_shape=[2, 2], p=3), {"x": I})
for op in ["GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool"]:
    case(op.lower(), node(op, ["x"]), {"x": I})

# Normalisations and activations.
C4 = {"g": f32(4), "b": f32(4), "m": f32(4), "v": rng.random(4).astype(np.float32)}
case("batch-norm", node("BatchNormalization", ["x", "g", "b", "m", "v"]), {"x": I}, C4)
case("instance-norm", node("InstanceNormalization", ["x", "g", "b"]), {"x": I}, {"g": C4["g"], "b": C4["b"]})
case("group-norm-18", node("GroupNormalization", ["x", "g", "b"], num_groups=2), {"x": I},
     {"g": f32(2), "b": f32(2)}, opset=18)
case("group-norm-21", node("GroupNormalization", ["x", "g", "b"], num_groups=2), {"x": I},
     {"g": f32(4), "b": f32(4)}, opset=21)
case("layer-norm-axes", node("LayerNormalization", ["x", "g", "b"], ["y", "m", "d"], axis=-2), {"x": X},
     {"g": f32(3, 8), "b": f32(3, 8)}, ("y", "m", "d"))
case("lrn", node("LRN", ["x"], size=3, alpha=0.1), {"x": I})
case("mean-variance", node("MeanVarianceNormalization", ["x"]), {"x": I})
case("lp-norm", node("LpNormalization", ["x"], p=1, axis=1), {"x": X})
for op, a in [("Elu", {}), ("Selu", {}), ("Celu", dict(alpha=0.7)), ("LeakyRelu", dict(alpha=0.2)),
              ("ThresholdedRelu", dict(alpha=0.4)), ("HardSigmoid", {}), ("HardSwish", {}), ("Softplus", {}),
              ("Softsign", {}), ("Shrink", dict(lambd=0.3, bias=0.1)), ("Mish", {}), ("Sigmoid", {}),
              ("Erf", {}), ("Round", {}), ("Sinh", {}), ("Atan", {}), ("Asinh", {})]:
    case("activation-" + op.lower(), node(op, ["x"], **a), {"x": X * 2}, opset=18)
case("p-relu", node("PRelu", ["x", "a"]), {"x": X}, {"a": f32(3, 1)})
for op in ["Softmax", "LogSoftmax", "Hardmax"]:
    case(op.lower() + "-9", node(op, ["x"], axis=1), {"x": X}, opset=9)
    case(op.lower() + "-13", node(op, ["x"], axis=1), {"x": X}, opset=13)

# Shapes, indices, reductions.
for mode in ["reflect", "edge", "wrap"]:
    case("pad-" + mode, node("Pad", ["x", "p"], mode=mode), {"x": I}, {"p": np.array([0, 1, 2, 3, 0, 1, 4, 2])},
         opset=19, dims={"x": ["n", 4, "h", "w"]})
case("pad-axes", node("Pad", ["x", "p", "v", "a"]), {"x": X},
     {"p": np.array([1, -1]), "v": np.float32(7), "a": np.array([-2])}, opset=18)
case("slice-steps", node("Slice", ["x", "s", "e", "a", "t"]), {"x": I},
     {"s": np.array([-1, 1]), "e": np.array([-(2**63), 2**31]), "a": np.array([2, -1]), "t": np.array([-2, 3])},
     dims={"x": ["n", 4, "h", "w"]})
case("slice-9", node("Slice", ["x"], starts=[0, -2], ends=[1, 100], axes=[0, 2]), {"x": X}, opset=9)
case("clip-6", node("Clip", ["x"], min=-0.5, max=0.3), {"x": X}, opset=6)
case("split-uneven", node("Split", ["x"], ["y", "z", "u"], num_outputs=3, axis=2), {"x": X}, None,
     ("y", "z", "u"), opset=18)
case("depth-crd", node("DepthToSpace", ["x"], blocksize=2, mode="CRD"), {"x": I})
case("depth-dcr", node("DepthToSpace", ["x"], blocksize=2), {"x": I})
case("one-hot", node("OneHot", ["i", "d", "v"], axis=1), {"i": np.array([[1, -1], [9, 0]])},
     {"d": np.array(4), "v": np.array([-1, 5], np.float32)})
case("top-k", node("TopK", ["x", "k"], ["y", "i"], axis=1, largest=0), {"x": X}, {"k": np.array([2])}, ("y", "i"))
case("cum-sum", node("CumSum", ["x", "a"], exclusive=1, reverse=1), {"x": X}, {"a": np.array(-1)})
case("scatter-elements", node("ScatterElements", ["x", "i", "u"], axis=2, reduction="add"), {"x": X, "u": f32(2, 3, 4)},
     {"i": rng.integers(-8, 8, (2, 3, 4))})
case("scatter-nd", node("ScatterND", ["x", "i", "u"], reduction="max"), {"x": X, "u": f32(3, 8)},
     {"i": np.array([[0, 1], [1, 2], [0, -2]])}, opset=18)
case("gather-nd", node("GatherND", ["x", "i"], batch_dims=1), {"x": X}, {"i": np.array([[[0, 7], [-1, 2]], [[1, 1], [2, -3]]])})
case("non-zero", [node("NonZero", ["x"], ["n"]), node("Transpose", ["n"], ["t"], perm=[1, 0]),
     node("GatherND", ["x", "t"], ["y"])], {"x": np.maximum(X, 0)}, None, ("n", "y"))
case("compress", node("Compress", ["x", "c"], axis=1), {"x": X, "c": np.array([True, False, True])})
case("reverse-sequence", node("ReverseSequence", ["x", "n"], batch_axis=0, time_axis=1), {"x": X, "n": np.array([2, 3])})
case("trilu", node("Trilu", ["x", "k"], upper=0), {"x": X}, {"k": np.array(1)})
case("eye-like", node("EyeLike", ["x"], k=-1, dtype=7), {"x": f32(3, 4)})
case("range-dims", [node("Shape", ["x"], ["s"]), node("Gather", ["s", "one"], ["d"]), node("Range", ["zero", "d", "two"], ["y"])],
     {"x": f32(2, 7)}, {"one": np.array(1), "zero": np.array(0), "two": np.array(2)}, dims={"x": ["n", "m"]})
for op in ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSumExp", "ReduceLogSum"]:
    case("old-" + op.lower(), node(op, ["x"], axes=[-1, 0], keepdims=0), {"x": np.abs(X)}, opset=11)
for i, (eq, shapes) in enumerate([("bij,bjk->bik", [(2, 3, 4), (2, 4, 5)]), ("bhqd,bkhd->bhqk", [(2, 2, 3, 4), (2, 5, 2, 4)]),
        ("...ij,jk", [(2, 3, 4), (4, 5)]), ("ii->i", [(4, 4)]), ("ij->ji", [(3, 4)]), ("i,j->ij", [(3,), (4,)]),
        ("ij,jk,kl->il", [(2, 3), (3, 4), (4, 2)]), ("bij->bj", [(2, 3, 4)]), ("ij,ij->", [(3, 4), (3, 4)])]):
    names = [f"x{k}" for k in range(len(shapes))]
    case(f"einsum-{i}", node("Einsum", names, equation=eq), dict(zip(names, [f32(*s) for s in shapes])))
case("mod-signs", node("Mod", ["a", "b"]), {"a": np.array([-7, 7, -7, 7]), "b": np.array([3, 3, -3, -3])})
case("mod-fmod", node("Mod", ["a", "b"], fmod=1), {"a": f32(9) * 9, "b": f32(9)})
case("pow-types", node("Pow", ["a", "b"]), {"a": np.array([2, 3, -2]), "b": np.array([2, 0.5, 3], np.float32)})
case("bit-shift", node("BitShift", ["a", "b"], direction="LEFT"), {"a": u8(5), "b": np.array([1, 2, 3, 4, 7], np.uint8)})
case("where-mean-sum", [node("Mean", ["x", "s", "g"], ["m"]), node("Sum", ["m", "x"], ["u"]), node("Max", ["u", "s"], ["y"])],
     {"x": X, "s": S}, {"g": ROW["g"]})
case("gemm", node("Gemm", ["a", "b", "c"], transA=1, transB=1, alpha=0.5, beta=2.0), {"a": f32(4, 3)},
     {"b": f32(5, 4), "c": f32(5)})
case("mat-mul-vectors", [node("MatMul", ["a", "m"], ["u"]), node("MatMul", ["m", "b"], ["v"]), node("MatMul", ["a", "a"], ["y"])],
     {"a": f32(4), "b": f32(5)}, {"m": f32(4, 5)}, ("u", "v", "y"))

# What ONNX Runtime's quantizer and optimiser write. New cases stay last: they draw random numbers.
QX, QW = u8(2, 3, 8), i8(8, 5)
F = lambda *v: np.array(v, np.float32) if len(v) > 1 else np.float32(v[0])
case("dynamic-quantize-mat-mul", node("DynamicQuantizeMatMul", ["x", "w", "s", "z", "b"], domain=MS), {"x": X},
     {"w": QW, "s": np.abs(f32(5)) / 99, "z": i8(5) // 16, "b": f32(5)})
case("dynamic-quantize-mat-mul-u8", node("DynamicQuantizeMatMul", ["x", "w", "s"], domain=MS), {"x": X},
     {"w": u8(8, 5), "s": F(0.02)})
case("mat-mul-integer-to-float", node("MatMulIntegerToFloat", ["x", "w", "s", "t", "z", "y0", "b"], domain=MS), {"x": QX},
     {"w": QW, "s": F(0.03), "t": np.abs(f32(5)) / 99, "z": np.uint8(117), "y0": i8(5) // 16, "b": f32(5)})
case("mat-mul-integer-to-float-s8", node("MatMulIntegerToFloat", ["x", "w", "s", "t"], domain=MS),
     {"x": i8(2, 3, 8)}, {"w": QW, "s": F(0.03), "t": F(0.01)})
G = {"s": F(0.04), "z": np.uint8(120), "w": i8(5, 8), "t": np.abs(f32(5)) / 99, "v": np.zeros(5, np.int8),
     "c": rng.integers(-9000, 9000, 5).astype(np.int32)}
case("q-gemm", node("QGemm", ["x", "s", "z", "w", "t", "v", "c", "o", "p"], domain=MS, transB=1), {"x": u8(4, 8)},
     {**G, "o": F(0.09), "p": np.uint8(99)})
case("q-gemm-float", node("QGemm", ["x", "s", "z", "w", "t", "v", "c"], domain=MS, transA=1, transB=1, alpha=0.5),
     {"x": u8(8, 4)}, G)
case("q-gemm-s8", node("QGemm", ["x", "s", "z", "w", "t", "v", "", "o", "p"], domain=MS), {"x": i8(4, 8)},
     {"s": F(0.04), "z": np.int8(-3), "w": QW, "t": F(0.02), "v": np.int8(0), "o": F(0.05), "p": np.int8(7)})
A = {"w": i8(8, 24), "b": f32(24), "s": F(0.02), "t": F(0.015), "z": np.uint8(131), "v": np.int8(0)}
case("q-attention", node("QAttention", ["x", "w", "b", "s", "t", "m", "z", "v"], domain=MS, num_heads=2),
     {"x": QX, "m": np.array([[1, 1, 0], [1, 1, 1]], np.int32)}, A)
case("q-attention-columns", node("QAttention", ["x", "w", "b", "s", "t", "", "z", "v"], domain=MS, num_heads=2,
     unidirectional=1), {"x": QX}, {**A, "t": np.abs(f32(24)) / 99, "v": i8(24) // 16})
case("q-attention-past", node("QAttention", ["x", "w", "b", "s", "t", "", "z", "v", "p"], ["y", "q"], MS, num_heads=2,
     unidirectional=1), {"x": QX, "p": f32(2, 2, 2, 5, 4)}, A, ("y", "q"))
T = lambda *names: {n + k: v for n in names for k, v in [("s", F(0.01 + 0.01 * len(n + names[0]))), ("z", np.uint8(120 + ord(n) % 9))]}
case("q-embed-layer-norm", node("QEmbedLayerNormalization",
     ["i", "t", "w", "p", "q", "g", "b", "m", "ws", "ps", "qs", "gs", "bs", "wz", "pz", "qz", "gz", "bz"], ["y", "n"], MS,
     epsilon=1e-5), {"i": np.array([[1, 4, 2], [0, 3, 3]], np.int32), "t": np.array([[0, 1, 1], [1, 0, 0]], np.int32),
     "m": np.array([[1, 1, 0], [1, 1, 1]], np.int32)},
     {"w": u8(5, 8), "p": u8(4, 8), "q": u8(2, 8), "g": u8(8), "b": u8(8), **T("w", "p", "q", "g", "b")}, ("y", "n"))
case("q-embed-layer-norm-plain", node("QEmbedLayerNormalization",
     ["i", "", "w", "p", "", "g", "b", "", "ws", "ps", "", "gs", "bs", "wz", "pz", "", "gz", "bz"], ["y", "n"], MS,
     epsilon=1e-5), {"i": np.array([[1, 4, 2], [0, 3, 3]], np.int32)},
     {"w": u8(5, 8), "p": u8(4, 8), "g": u8(8), "b": u8(8), **T("w", "p", "g", "b")}, ("y", "n"))
for op in ["QLinearAdd", "QLinearMul"]:
    case(op.lower(), node(op, ["x", "s", "z", "y0", "t", "v", "o", "p"], domain=MS), {"x": QX, "y0": u8(3, 8)},
         {"s": F(0.03), "z": np.uint8(117), "t": F(0.02), "v": np.uint8(140), "o": F(0.05), "p": np.uint8(100)})
    case(op.lower() + "-s8", node(op, ["x", "s", "z", "w", "t", "v", "o", "p"], domain=MS), {"x": i8(2, 3, 8)},
         {"s": F(0.03), "z": np.int8(0), "w": i8(1), "t": F(0.02), "v": np.int8(-9), "o": F(0.0513), "p": np.int8(5)})
for op, a in [("Sigmoid", {}), ("LeakyRelu", dict(alpha=0.2)), ("Softmax", dict(axis=-1, opset=13)),
              ("Softmax", dict(axis=1, opset=11))]:
    case("qlinear" + op.lower() + (str(a["opset"]) if "opset" in a else ""), node("QLinear" + op, ["x", "s", "z", "o", "p"],
         domain=MS, **a), {"x": QX}, {"s": F(0.05), "z": np.uint8(117), "o": F(0.0041), "p": np.uint8(3)})
    case("qlinear" + op.lower() + (str(a["opset"]) if "opset" in a else "") + "-s8", node("QLinear" + op,
         ["x", "s", "z", "o", "p"], domain=MS, **a), {"x": i8(2, 3, 8)},
         {"s": F(0.05), "z": np.int8(-11), "o": F(0.0041), "p": np.int8(-128)})
case("qlinearglobalaveragepool", node("QLinearGlobalAveragePool", ["x", "s", "z", "o", "p"], domain=MS), {"x": u8(2, 4, 9, 8)},
     {"s": F(0.05), "z": np.uint8(117), "o": F(0.0121), "p": np.uint8(90)})
case("qlinearaveragepool", node("QLinearAveragePool", ["x", "s", "z", "o", "p"], domain=MS, kernel_shape=[3, 2], strides=[2, 1],
     pads=[1, 0, 1, 1]), {"x": u8(2, 4, 9, 8)}, {"s": F(0.05), "z": np.uint8(117), "o": F(0.0321), "p": np.uint8(90)})
case("qlinearconcat", node("QLinearConcat", ["o", "p", "x", "s", "z", "y0", "t", "v"], domain=MS, axis=1),
     {"x": QX, "y0": u8(2, 2, 8)}, {"s": F(0.03), "z": np.uint8(117), "t": F(0.02), "v": np.uint8(140), "o": F(0.0271),
     "p": np.uint8(100)})
case("qlinearwhere", node("QLinearWhere", ["c", "x", "s", "z", "y0", "t", "v", "o", "p"], domain=MS),
     {"c": np.array([[True], [False], [True]]), "x": QX, "y0": u8(8)}, {"s": F(0.03), "z": np.uint8(117), "t": F(0.02),
     "v": np.uint8(140), "o": F(0.0271), "p": np.uint8(100)})
IDS = {"i": np.array([[1, 4, 2], [0, 3, 3]])}
case("gather-blocks-4", node("GatherBlockQuantized", ["d", "i", "s", "z"], domain=MS, block_size=16, bits=4), IDS,
     {"d": u8(5, 24), "s": f32(5, 3), "z": u8(5, 2)})
case("gather-blocks-4-signed", node("GatherBlockQuantized", ["d", "i", "s"], domain=MS, block_size=16, bits=4), IDS,
     {"d": u8(5, 24), "s": f32(5, 3)})
case("gather-blocks-8", node("GatherBlockQuantized", ["d", "i", "s", "z"], domain=MS, block_size=16, bits=8), IDS,
     {"d": u8(5, 40), "s": f32(5, 3), "z": u8(5, 3)})
case("gather-blocks-8-signed", node("GatherBlockQuantized", ["d", "i", "s"], domain=MS, block_size=16, bits=8), IDS,
     {"d": u8(5, 40), "s": f32(5, 3)})
for name, a, scales in [("rows", dict(gather_axis=0, quantize_axis=2), (5, 4, 2)), ("planes", dict(gather_axis=1, quantize_axis=0), (1, 4, 20)),
                        ("along", dict(gather_axis=2, quantize_axis=2), (5, 4, 2))]:
    for t in [ml_dtypes.int4, ml_dtypes.uint4]:
        data = rng.integers(0, 8, (5, 4, 20)).astype(t)
        case(f"gather-blocks-{name}-{np.dtype(t).name}", node("GatherBlockQuantized", ["d", "i", "s", "z"], domain=MS, block_size=16, **a),
             {"i": np.array([[1, 3], [0, 2]])}, {"d": data, "s": f32(*scales), "z": rng.integers(0, 8, scales).astype(t)}, opset=21)
        case(f"gather-blocks-{name}-{np.dtype(t).name}-zero", node("GatherBlockQuantized", ["d", "i", "s"], domain=MS, block_size=16, **a),
             {"i": np.array([[1, 3], [0, 2]])}, {"d": data, "s": f32(*scales)}, opset=21)
for act, a in [("Relu", {}), ("LeakyRelu", dict(activation_alpha=0.2)), ("Tanh", {}), ("Sigmoid", {}),
               ("HardSigmoid", dict(activation_alpha=0.2, activation_beta=0.5))]:
    case("fused-gemm-" + act.lower(), node("FusedGemm", ["a", "b", "c"], domain=MS, transB=1, alpha=0.5, activation=act, **a),
         {"a": f32(3, 4)}, {"b": f32(5, 4), "c": f32(5)})
for act, params in [("Relu", None), ("Clip", [-0.3, 0.5]), ("LeakyRelu", [0.2])]:
    a = dict(activation_params=params) if params else {}
    case("fused-conv-" + act.lower(), node("FusedConv", ["x", "w", "b"] + (["r"] if act == "Relu" else []), domain=MS, pads=[1, 1, 1, 1],
         activation=act, **a), {"x": I, "r": f32(2, 6, 9, 8)} if act == "Relu" else {"x": I}, {"w": f32(6, 4, 3, 3), "b": f32(6)})
for op in ["QLinearAdd", "QLinearMul"]:
    case(op.lower() + "-halves", node(op, ["x", "s", "z", "y0", "t", "v", "o", "p"], domain=MS), {"x": u8(9, 8), "y0": u8(9, 8)},
         {"s": F(0.05), "z": np.uint8(117), "t": F(0.05), "v": np.uint8(140), "o": F(0.1 if op == "QLinearAdd" else 0.5),
          "p": np.uint8(99)})

save_file(TENSORS, HERE / "cases.safetensors")
