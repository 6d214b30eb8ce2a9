package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.Pad;

/** {@code Pad}: with a constant, or with elements of the tensor by gathering along each axis. */
final class PadOp {
  private PadOp() {}

  static Value write(Call c) {
    TensorType type = c.type(0);
    List<Dim> before = new ArrayList<>(Collections.nCopies(type.rank(), Dim.ZERO));
    List<Dim> after = new ArrayList<>(before);
    List<Dim> pads = pads(c);
    long[] axes = c.has(3) ? c.constants(3) : null;
    int count = axes == null ? type.rank() : axes.length;
    if (pads.size() != 2 * count) {
      throw new IllegalArgumentException(pads.size() + " pads for " + count + " axes");
    }
    for (int i = 0; i < count; i++) {
      int axis = Call.axis(axes == null ? i : axes[i], type.rank());
      before.set(axis, pads.get(i));
      after.set(axis, pads.get(count + i));
    }
    String mode = c.text("mode", "constant");
    return mode.equals("constant")
        ? constant(c.f(), c.in(0), before, after, value(c))
        : gather(c.f(), c.in(0), before, after, mode);
  }

  private static List<Dim> pads(Call c) {
    if (c.opset() >= 11) {
      return c.dims(1);
    }
    List<Dim> pads = new ArrayList<>();
    for (long pad : c.requiredIntegers(c.opset() < 2 ? "paddings" : "pads")) {
      pads.add(Dim.of(pad));
    }
    return pads;
  }

  private static Value value(Call c) {
    if (c.opset() < 11) {
      return c.f().literal(c.in(0), c.real("value", 0));
    }
    return c.has(2) ? c.f().reshape(c.in(2), List.of()) : c.f().literal(c.in(0), 0);
  }

  static Value constant(Formula f, Value x, List<Dim> before, List<Dim> after, Value value) {
    boolean none = before.stream().allMatch(d -> d.is(0)) && after.stream().allMatch(d -> d.is(0));
    return none ? x : f.b().add(new Pad(before, after), x, value);
  }

  private static Value gather(Formula f, Value x, List<Dim> before, List<Dim> after, String mode) {
    Value result = x;
    for (int axis = 0; axis < x.type().rank(); axis++) {
      if (before.get(axis).is(0) && after.get(axis).is(0)) {
        continue;
      }
      Dim size = x.type().dim(axis);
      Value i = f.b().add(new Iota(DType.I64, size.plus(before.get(axis)).plus(after.get(axis))));
      i = f.sub(i, f.size(before.get(axis), DType.I64));
      result = f.b().add(new Gather(axis), result, index(f, i, size, mode));
    }
    return result;
  }

  /** Which element of {@code 0 .. size - 1} stands at position {@code i}, perhaps outside. */
  private static Value index(Formula f, Value i, Dim size, String mode) {
    Value last = f.size(size.minus(1), DType.I64);
    switch (mode) {
      case "edge" -> {
        Value low = f.combine(Binary.Function.MAX, i, f.literal(i, 0));
        return f.combine(Binary.Function.MIN, low, last);
      }
      case "wrap" -> {
        return f.combine(Binary.Function.MOD, i, f.size(size, DType.I64));
      }
      case "reflect" -> {
        Value period = f.combine(Binary.Function.MAX, f.mul(last, 2), f.literal(i, 1));
        Value folded = f.sub(f.combine(Binary.Function.MOD, i, period), last);
        return f.sub(last, f.apply(Unary.Function.ABS, folded));
      }
      default -> throw new IllegalArgumentException("mode " + mode + " is not supported");
    }
  }
}
