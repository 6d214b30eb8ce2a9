package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxTensor;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Iota;

/** Ops that make, read or change shapes. */
final class ShapeOps {
  private ShapeOps() {}

  static void register(Registry r) {
    r.add("Constant", ShapeOps::constant);
    r.add("ConstantOfShape", ShapeOps::constantOfShape);
    r.add("Shape", ShapeOps::shape);
    r.add("Size", c -> c.f().reshape(c.b().add(new Dims(List.of(c.type(0).size()))), List.of()));
    r.add("Reshape", ShapeOps::reshape);
    r.add("Flatten", ShapeOps::flatten);
    r.add("Squeeze", ShapeOps::squeeze);
    r.add("Unsqueeze", ShapeOps::unsqueeze);
    r.add("Transpose", ShapeOps::transpose);
    r.add("Concat", c -> Layout.concat(c.f(), c.from(0), c.axis("axis", 1, c.rank(0))));
    r.addAll("Split", ShapeOps::split);
    r.add("Expand", ShapeOps::expand);
    r.add("Tile", c -> tile(c.f(), c.in(0), c.dims(1)));
    r.add("Range", ShapeOps::range);
    r.add("DepthToSpace", ShapeOps::depthToSpace);
    r.add("SpaceToDepth", ShapeOps::spaceToDepth);
    r.add("EyeLike", ShapeOps::eyeLike);
    r.add("Trilu", ShapeOps::trilu);
    r.add("Slice", SliceOp::write);
    r.add("Pad", PadOp::write);
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
          return org.sinter.ir.Constant.of("literal", Tensor.of(values, values.length));
        }
        case "value_floats" -> {
          float[] values = a.asFloats();
          return org.sinter.ir.Constant.of("literal", Tensor.of(values, values.length));
        }
        default -> throw new IllegalArgumentException("attribute " + a.name() + " is not supported");
      }
    }
    throw new IllegalArgumentException("it has no value");
  }

  private static Value constantOfShape(Call c) {
    OnnxAttribute a = c.node().attribute("value");
    if (a == null) {
      return c.b().add(new Fill(DType.F32, c.dims(0), 0.0));
    }
    Tensor value = org.sinter.frontend.onnx.proto.OnnxElements.load(a.asTensor());
    if (value.size() != 1) {
      throw new IllegalArgumentException("value has " + value.size() + " elements, expected 1");
    }
    Number number = value.type().isFloat() ? (Number) value.real(0) : (Number) value.integer(0);
    return c.b().add(new Fill(value.type(), c.dims(0), number));
  }

  private static Value shape(Call c) {
    int rank = c.rank(0);
    int start = clamp(c.integer("start", 0), rank);
    int end = clamp(c.integer("end", rank), rank);
    return c.b().add(new Dims(c.type(0).dims().subList(start, Math.max(start, end))));
  }

  private static int clamp(long position, int rank) {
    return (int) Math.max(0, Math.min(rank, position < 0 ? position + rank : position));
  }

  /** 0 copies a dim (unless {@code allowzero}), -1 takes what is left. */
  private static Value reshape(Call c) {
    TensorType from = c.type(0);
    List<Dim> wanted = new ArrayList<>();
    if (c.opset() < 5) {
      for (long dim : c.requiredIntegers("shape")) {
        wanted.add(Dim.of(dim));
      }
    } else {
      wanted.addAll(c.dims(1));
    }
    boolean copies = !c.flag("allowzero", false);
    int open = -1;
    Dim known = Dim.ONE;
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i).is(0) && copies) {
        wanted.set(i, from.dim(Call.axis(i, from.rank())));
      }
      if (wanted.get(i).is(-1)) {
        if (open >= 0) {
          throw new IllegalArgumentException("two dims of " + wanted + " are -1");
        }
        open = i;
      } else {
        known = known.times(wanted.get(i));
      }
    }
    if (open >= 0) {
      wanted.set(open, known.is(0) ? Dim.ZERO : quotient(c, from, wanted, open, known));
    }
    return c.f().reshape(c.in(0), wanted);
  }

  /** The open dim; dims that both shapes hold leave first, so that fewer divisions remain. */
  private static Dim quotient(
      Call c, TensorType from, List<Dim> wanted, int open, Dim known) {
    Dim exact = from.size().exactQuotient(known);
    if (exact != null) {
      return exact;
    }
    List<Dim> left = new ArrayList<>(from.dims());
    Dim right = Dim.ONE;
    for (int i = 0; i < wanted.size(); i++) {
      boolean twins = i != open && i < from.rank() && twins(c, from.dim(i), wanted.get(i));
      if (twins) {
        c.b().constraints().equal(from.dim(i), wanted.get(i), "reshaped dim of " + from);
      }
      if (i != open && !left.remove(twins ? from.dim(i) : wanted.get(i))) {
        right = right.times(wanted.get(i));
      }
    }
    return Layout.product(left).floorDiv(right);
  }

  /** Two input symbols at one place of both shapes: they are meant to be equal. */
  private static boolean twins(Call c, Dim a, Dim b) {
    Map<String, Dim> measured = c.b().symbols().measured();
    return !a.equals(b)
        && a.symbolName() != null
        && b.symbolName() != null
        && !measured.containsKey(a.symbolName())
        && !measured.containsKey(b.symbolName());
  }

  private static Value flatten(Call c) {
    int rank = c.rank(0);
    long axis = c.integer("axis", 1);
    int at = (int) (axis < 0 ? axis + rank : axis);
    if (at < 0 || at > rank) {
      throw new IllegalArgumentException("axis " + axis + " outside rank " + rank);
    }
    List<Dim> dims = c.type(0).dims();
    Dim rows = Layout.product(dims.subList(0, at));
    return c.f().reshape(c.in(0), List.of(rows, Layout.product(dims.subList(at, rank))));
  }

  /** The axes: an attribute before {@code version}, an input since. */
  static List<Integer> axes(Call c, int version) {
    long[] axes = c.opset() < version ? c.integers("axes") : c.has(1) ? c.constants(1) : null;
    if (axes == null) {
      return null;
    }
    List<Integer> list = new ArrayList<>();
    for (long axis : axes) {
      list.add(Math.toIntExact(axis));
    }
    return list;
  }

  private static Value unsqueeze(Call c) {
    List<Integer> axes = axes(c, 13);
    if (axes == null) {
      throw new IllegalArgumentException("the axes are missing");
    }
    return Layout.unsqueeze(c.f(), c.in(0), axes);
  }

  private static Value squeeze(Call c) {
    List<Integer> given = axes(c, 13);
    TensorType type = c.type(0);
    List<Dim> dims = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    if (given != null) {
      given.forEach(a -> axes.add(type.axis(a)));
    }
    for (int i = 0; i < type.rank(); i++) {
      boolean leaves = given == null ? type.dim(i).is(1) : axes.contains(i);
      if (leaves) {
        c.b().constraints().equal(type.dim(i), Dim.ONE, "squeezed dim of " + type);
      } else {
        dims.add(type.dim(i));
      }
    }
    return c.f().reshape(c.in(0), dims);
  }

  private static Value transpose(Call c) {
    long[] perm = c.integers("perm");
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < c.rank(0); i++) {
      axes.add(perm == null || i >= perm.length ? c.rank(0) - 1 - i : Math.toIntExact(perm[i]));
    }
    if (perm != null && perm.length != c.rank(0)) {
      throw new IllegalArgumentException("perm has " + perm.length + " axes for " + c.type(0));
    }
    return c.f().transpose(c.in(0), axes);
  }

  private static List<Value> split(Call c) {
    int axis = c.axis("axis", 0, c.rank(0));
    Dim whole = c.type(0).dim(axis);
    List<Dim> sizes = new ArrayList<>();
    if (c.opset() >= 13 && c.has(1)) {
      sizes.addAll(c.dims(1));
    } else if (c.opset() < 13 && c.hasAttribute("split")) {
      for (long size : c.integers("split")) {
        sizes.add(Dim.of(size));
      }
    } else {
      sizes.addAll(equalParts(whole, c.integer("num_outputs", c.node().outputs().size())));
    }
    Dim sum = sizes.stream().reduce(Dim.ZERO, Dim::plus);
    c.b().constraints().equal(sum, whole, "sizes " + sizes + " and the split dim");
    List<Value> parts = new ArrayList<>();
    Dim start = Dim.ZERO;
    for (Dim size : sizes) {
      parts.add(Layout.slice(c.f(), c.in(0), axis, start, size));
      start = start.plus(size);
    }
    return parts;
  }

  /** All parts as long as the first but the last, which may be shorter. */
  private static List<Dim> equalParts(Dim whole, long count) {
    if (count < 1 || count > 65536) {
      throw new IllegalArgumentException("split into " + count);
    }
    Dim part = whole.plus(count - 1).floorDiv(Dim.of(count));
    Dim exact = whole.exactQuotient(Dim.of(count));
    List<Dim> sizes = new ArrayList<>(Collections.nCopies((int) count, exact == null ? part : exact));
    if (exact == null) {
      sizes.set((int) count - 1, whole.minus(part.times(count - 1)));
    }
    return sizes;
  }

  private static Value expand(Call c) {
    List<Dim> shape = c.b().constraints().broadcast(c.type(0).dims(), c.dims(1));
    return c.f().expand(c.in(0), shape);
  }

  /** {@code [d] → [1, d] → [r, d] → [r * d]} in every axis. */
  static Value tile(Formula f, Value x, List<Dim> repeats) {
    List<Dim> column = new ArrayList<>();
    List<Dim> wide = new ArrayList<>();
    List<Dim> flat = new ArrayList<>();
    for (int i = 0; i < repeats.size(); i++) {
      Dim dim = x.type().dim(i);
      Dim times = repeats.get(i);
      flat.add(dim.times(times));
      if (!times.is(1) && !dim.is(1)) {
        column.add(Dim.ONE);
        wide.add(times);
      }
      column.add(dim);
      wide.add(dim.is(1) ? times : dim);
    }
    return f.reshape(f.expand(f.reshape(x, column), wide), flat);
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

  private static Value depthToSpace(Call c) {
    long s = c.integer("blocksize", 1);
    TensorType t = c.type(0);
    Dim channels = t.dim(1).floorDiv(Dim.of(s * s));
    boolean depthFirst = c.text("mode", "DCR").equals("DCR");
    Dim block = Dim.of(s);
    List<Dim> split =
        depthFirst
            ? List.of(t.dim(0), block, block, channels, t.dim(2), t.dim(3))
            : List.of(t.dim(0), channels, block, block, t.dim(2), t.dim(3));
    List<Integer> perm = depthFirst ? List.of(0, 3, 4, 1, 5, 2) : List.of(0, 1, 4, 2, 5, 3);
    Value moved = c.f().transpose(c.f().reshape(c.in(0), split), perm);
    return c.f().reshape(
        moved, List.of(t.dim(0), channels, t.dim(2).times(s), t.dim(3).times(s)));
  }

  private static Value spaceToDepth(Call c) {
    long s = c.integer("blocksize", 1);
    TensorType t = c.type(0);
    Dim block = Dim.of(s);
    Dim height = t.dim(2).floorDiv(block);
    Dim width = t.dim(3).floorDiv(block);
    Value split =
        c.f().reshape(c.in(0), List.of(t.dim(0), t.dim(1), height, block, width, block));
    Value moved = c.f().transpose(split, List.of(0, 3, 5, 1, 2, 4));
    return c.f().reshape(moved, List.of(t.dim(0), t.dim(1).times(s * s), height, width));
  }

  private static Value eyeLike(Call c) {
    Value rows = position(c.f(), c.type(0).dim(0), true);
    Value columns = position(c.f(), c.type(0).dim(1), false);
    Value on = c.f().equal(c.f().add(rows, c.integer("k", 0)), columns);
    return c.f().convert(on, c.dtype("dtype", c.dtype(0)));
  }

  /** {@code 0, 1, …} as an i64 column [n, 1] or row [n]. */
  static Value position(Formula f, Dim size, boolean column) {
    Value iota = f.b().add(new Iota(DType.I64, size));
    return column ? f.reshape(iota, List.of(size, Dim.ONE)) : iota;
  }

  private static Value trilu(Call c) {
    Formula f = c.f();
    TensorType t = c.type(0);
    Value rows = position(f, t.dim(-2), true);
    Value columns = position(f, t.dim(-1), false);
    Value diagonal = c.has(1) ? f.add(rows, f.reshape(c.in(1), List.of())) : rows;
    boolean upper = c.flag("upper", true);
    Value kept = upper ? f.lessOrEqual(diagonal, columns) : f.lessOrEqual(columns, diagonal);
    return f.where(kept, c.in(0), f.literal(c.in(0), 0));
  }
}
