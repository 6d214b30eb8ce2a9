package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/** The same elements under another shape. */
final class ReshapeOps {
  private ReshapeOps() {}

  static void register(Registry r) {
    r.add("Reshape", ReshapeOps::reshape);
    r.add("Flatten", ReshapeOps::flatten);
    r.add("Squeeze", ReshapeOps::squeeze);
    r.add("Unsqueeze", ReshapeOps::unsqueeze);
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
  private static Dim quotient(Call c, TensorType from, List<Dim> wanted, int open, Dim known) {
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
    return Dim.product(left).floorDiv(right);
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
    Dim rows = Dim.product(dims.subList(0, at));
    return c.f().reshape(c.in(0), List.of(rows, Dim.product(dims.subList(at, rank))));
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
}
