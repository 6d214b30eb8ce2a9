package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxElements;
import org.sinter.frontend.onnx.proto.OnnxTensor;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Iota;

/** Tensors made of attributes, shapes and positions. */
final class ConstantOps {
  private ConstantOps() {}

  static void register(Registry r) {
    r.add("Constant", ConstantOps::constant);
    r.add("ConstantOfShape", ConstantOps::constantOfShape);
    r.add("Range", ConstantOps::range);
    r.add("EyeLike", ConstantOps::eyeLike);
    r.add("Trilu", ConstantOps::trilu);
  }

  private static Value constant(Call c) {
    for (OnnxAttribute a : c.node().attributes()) {
      switch (a.name()) {
        case "value" -> {
          OnnxTensor tensor = a.asTensor();
          return Tensors.value(c.body().model(), tensor, c.node().outputs().get(0));
        }
        case "value_float" -> {
          return c.f().literal(DType.F32, a.asFloat());
        }
        case "value_int" -> {
          return c.b().add(Fill.scalar(DType.I64, a.asInt()));
        }
        case "value_ints" -> {
          long[] values = a.asInts();
          return Constant.of("literal", Tensor.of(values, values.length));
        }
        case "value_floats" -> {
          float[] values = a.asFloats();
          return Constant.of("literal", Tensor.of(values, values.length));
        }
        default -> throw new IllegalArgumentException("attribute " + a.name() + " is unknown");
      }
    }
    throw new IllegalArgumentException("it has no value");
  }

  private static Value constantOfShape(Call c) {
    OnnxAttribute a = c.node().attribute("value");
    if (a == null) {
      return c.b().add(new Fill(DType.F32, c.dims(0), 0.0));
    }
    Tensor value = OnnxElements.load(a.asTensor());
    if (value.size() != 1) {
      throw new IllegalArgumentException("value has " + value.size() + " elements, expected 1");
    }
    Number number = value.type().isFloat() ? (Number) value.real(0) : (Number) value.integer(0);
    return c.b().add(new Fill(value.type(), c.dims(0), number));
  }

  /** {@code iota * delta + start}. */
  private static Value range(Call c) {
    DType type = c.dtype(0);
    Dim count = rangeSize(c);
    Value steps = c.b().add(new Iota(type, count));
    Double delta = c.realConstant(2);
    Double start = c.realConstant(0);
    Value scaled = delta != null && delta == 1 ? steps : c.f().mul(steps, scalar(c, 2));
    return start != null && start == 0 ? scaled : c.f().add(scaled, scalar(c, 0));
  }

  private static Value scalar(Call c, int index) {
    return c.f().reshape(c.in(index), List.of());
  }

  /** {@code max(0, ceil((limit - start) / delta))}. */
  private static Dim rangeSize(Call c) {
    BinaryFold fold = new BinaryFold(DType.F64, c.body().model().contents().decide());
    Scalar[] at = new Scalar[3];
    for (int i = 0; i < 3; i++) {
      List<Scalar> content = c.content(c.in(i));
      if (content == null || content.size() != 1) {
        c.dims(i);
        throw new IllegalArgumentException(c.inputName(i) + " must be a known scalar");
      }
      Scalar s = content.get(0);
      at[i] = s.isConstant() ? new Scalar.Real(s.real()) : s;
    }
    Scalar span = fold.apply(Binary.Function.SUB, at[1], at[0]);
    Scalar steps = span == null ? null : fold.apply(Binary.Function.DIV, span, at[2]);
    Scalar count = steps == null ? null : UnaryFold.apply(Unary.Function.CEIL, DType.F64, steps);
    if (count == null) {
      throw new IllegalArgumentException("its length cannot be told");
    }
    Dim size = count instanceof Scalar.Real r ? Dim.of(length(r.value())) : count.dim();
    return c.body().model().contents().decide().max(Dim.ZERO, size);
  }

  private static long length(double count) {
    if (!(Math.abs(count) < 1L << 40)) {
      throw new IllegalArgumentException("its length is " + count);
    }
    return (long) count;
  }

  private static Value eyeLike(Call c) {
    Value rows = ShapeOps.position(c.f(), c.type(0).dim(0), true);
    Value columns = ShapeOps.position(c.f(), c.type(0).dim(1), false);
    Value on = c.f().equal(c.f().add(rows, c.integer("k", 0)), columns);
    return c.f().convert(on, c.dtype("dtype", c.dtype(0)));
  }

  private static Value trilu(Call c) {
    Formula f = c.f();
    TensorType t = c.type(0);
    Value rows = ShapeOps.position(f, t.dim(-2), true);
    Value columns = ShapeOps.position(f, t.dim(-1), false);
    Value diagonal = c.has(1) ? f.add(rows, f.reshape(c.in(1), List.of())) : rows;
    boolean upper = c.flag("upper", true);
    Value kept = upper ? f.lessOrEqual(diagonal, columns) : f.lessOrEqual(columns, diagonal);
    return f.where(kept, c.in(0), f.literal(c.in(0), 0));
  }
}
