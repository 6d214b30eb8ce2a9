"""Quantizes models by ONNX Runtime's own tools, each in the forms that those write.

Usage: python quantize_zoo.py HF_ZOO OUT [MODEL ...] (needs onnx, onnx_ir, onnxruntime, numpy, safetensors).
Writes OUT/MODEL/FORM.onnx and OUT/MODEL/cases.safetensors: inputs (caseN.in.X) and what ONNX Runtime makes of
them with its optimiser (FORM.caseN.out.X) and without (FORM.caseN.plain.X). Prints which ops each file has.
QuantizedFiles reads the folder. The files beside this script are OUT/bert/{dyn-opt-saved,qop-u8u8,b4-gather}.onnx.
"""

import collections
import json
import logging
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto
from onnxruntime import quantization as q
from onnxruntime.quantization import matmul_nbits_quantizer as nbits
from onnxruntime.quantization.shape_inference import quant_pre_process
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.float16 import convert_float_to_float16
from onnxruntime.transformers.fusion_options import FusionOptions
from safetensors.numpy import load_file, save_file

logging.disable(logging.ERROR)
ALL = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
EXTENDED = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
NONE = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
FLOATS = {"DefaultTensorType": TensorProto.FLOAT}  # of results of ops that ONNX's shape inference does not know
U8, S8 = q.QuantType.QUInt8, q.QuantType.QInt8
QOP, QDQ = q.QuantFormat.QOperator, q.QuantFormat.QDQ

# The optimizer's model_type of each model.
KINDS = {"bert": "bert", "albert": "bert", "distilbert": "bert", "electra": "bert", "bert-seqcls": "bert", "bert-mlm": "bert",
         "bart-encoder": "bart", "vit": "vit", "clip-text": "clip", "t5-encoder": "t5", "gpt2": "gpt2", "deberta-v2": "bert",
         "swin": "swin", "llama": "bert", "t5": "t5", "qwen2": "bert"}


class Texts(q.CalibrationDataReader):
    def __init__(self, feeds):
        self.feeds = iter(feeds)

    def get_next(self):
        return next(self.feeds, None)


def session(path, level, save=None):
    options = ort.SessionOptions()
    options.graph_optimization_level = level
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    if save:
        options.optimized_model_filepath = str(save)
    return ort.InferenceSession(str(path), options)


def optimize(source, kind, config, to):
    sizes = [config.get(k) for k in ("num_attention_heads", "encoder_attention_heads", "n_head", "num_heads")]
    heads = next((s for s in sizes if isinstance(s, int)), 0)
    hidden = next((config[k] for k in ("hidden_size", "d_model", "n_embd", "dim") if k in config), 0)
    model = optimizer.optimize_model(
        str(source), model_type=kind if kind in optimizer.MODEL_TYPES else "bert", num_heads=heads, hidden_size=hidden,
        optimization_options=FusionOptions(kind), opt_level=0)
    model.save_model_to_file(str(to))


def static(to, base, feeds, activations, weights, **more):
    q.quantize_static(str(base), str(to), Texts(feeds), activation_type=activations, weight_type=weights,
                      **{"quant_format": QOP, "extra_options": FLOATS, **more})


def dynamic(to, base, weights=S8, **more):
    q.quantize_dynamic(str(base), str(to), weight_type=weights, extra_options=FLOATS, **more)


def blocks(to, base, bits, symmetric, form=QOP, gather=False):
    ops, axes = (("MatMul", "Gather"), (("MatMul", 0), ("Gather", 1))) if gather else (("MatMul",), None)
    config = nbits.DefaultWeightOnlyQuantConfig(
        block_size=32, is_symmetric=symmetric, accuracy_level=0, quant_format=form, op_types_to_quantize=ops, bits=bits,
        quant_axes=axes)
    quantizer = nbits.MatMulNBitsQuantizer(onnx.load(str(base)), algo_config=config)
    quantizer.process()
    onnx.save(quantizer.model.model, str(to))


def forms(source, folder, config, kind, feeds):
    """Pairs of a form's name and what writes it to a path; forms build on those before them."""
    prepared, optimized = folder / "prepared.tmp", folder / "optimized.tmp"
    try:
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    except Exception:
        onnx.save(onnx.load(str(source)), str(prepared))

    def opt(to):
        optimize(source, kind, config, optimized)
        onnx.save(onnx.load(str(optimized)), str(to))

    yield "opt", opt
    yield "opt-f16", lambda to: onnx.save(convert_float_to_float16(onnx.load(str(optimized)), keep_io_types=True), str(to))
    yield "qop-u8u8", lambda to: static(to, prepared, feeds, U8, U8)
    yield "qop-s8s8", lambda to: static(to, prepared, feeds, S8, S8)
    yield "qop-u8s8-pc", lambda to: static(to, prepared, feeds, U8, S8, per_channel=True)
    yield "qdq", lambda to: static(to, prepared, feeds, U8, S8, quant_format=QDQ)
    yield "dyn", lambda to: dynamic(to, prepared)
    yield "dyn-opt", lambda to: dynamic(to, optimized)
    yield "dyn-opt-u8", lambda to: dynamic(to, optimized, U8)
    yield "dyn-opt-pc", lambda to: dynamic(to, optimized, per_channel=True)
    for name in ["legacy", "dyn", "dyn-opt", "qop-u8u8", "qdq"]:  # as a session saves them
        base = source if name == "legacy" else folder / f"{name}.onnx"
        yield f"{name}-saved", lambda to, base=base: session(base, EXTENDED, to)
    for bits in [4, 8]:
        yield f"b{bits}-sym", lambda to, bits=bits: blocks(to, prepared, bits, True)
        yield f"b{bits}-zero", lambda to, bits=bits: blocks(to, prepared, bits, False)
    yield "b4-qdq-sym", lambda to: blocks(to, prepared, 4, True, QDQ)
    yield "b4-qdq-zero", lambda to: blocks(to, prepared, 4, False, QDQ)
    yield "b4-gather", lambda to: blocks(to, prepared, 4, False, gather=True)
    yield "b4-opt", lambda to: blocks(to, optimized, 4, True)


def ops(path):
    return collections.Counter((n.domain + "." if n.domain else "") + n.op_type for n in onnx.load(str(path)).graph.node)


def quantize(zoo, out, name, seen):
    source, folder = zoo / name / "legacy.onnx", out / name
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads((zoo / name / "config.json").read_text())
    original = session(source, ALL)
    inputs = [i.name for i in original.get_inputs()]
    outputs = [o.name for o in original.get_outputs()]
    cases = [load_file(zoo / name / f"case{i}.safetensors") for i in range(3)]
    feeds = [{k: case["in." + k] for k in inputs} for case in cases]
    tensors = {f"case{i}.in.{k}": v for i, feed in enumerate(feeds) for k, v in feed.items()}
    for form, write in forms(source, folder, config, KINDS[name], feeds):
        path = folder / f"{form}.onnx"
        try:
            write(path)
        except Exception as e:
            print(f"{name}/{form} is not made: {type(e).__name__} {str(e)[:120]!r}")
            path.unlink(missing_ok=True)
            continue
        seen.update({op: 1 for op in ops(path)})
        print(f"{name}/{form}", {k: v for k, v in sorted(ops(path).items()) if "." in k or "Q" in k or "nteger" in k})
        results = {}
        try:
            for level, tag in [(ALL, "out"), (NONE, "plain")]:
                s = session(path, level)
                for i, feed in enumerate(feeds):
                    for k, v in zip(outputs, s.run(outputs, feed)):
                        results[f"{form}.case{i}.{tag}.{k}"] = np.ascontiguousarray(v)
            tensors.update(results)
        except Exception as e:
            print(f"{name}/{form} does not run in ONNX Runtime: {str(e)[:160]!r}")
    save_file(tensors, folder / "cases.safetensors")
    for temporary in folder.glob("*.tmp*"):
        temporary.unlink()


def main(zoo, out, only):
    seen = collections.Counter()
    for name in only or KINDS:
        quantize(pathlib.Path(zoo), pathlib.Path(out), name, seen)
    print("files with each op:", {k: v for k, v in sorted(seen.items()) if "." in k or "Q" in k or "nteger" in k})


main(sys.argv[1], sys.argv[2], sys.argv[3:])
