package org.sinter.frontend.onnx.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Pad;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.ScatterElements;
import org.sinter.ir.op.ScatterNd;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.TokenRows;
import org.sinter.ir.op.TopK;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;
import org.sinter.ir.op.Windows;

/** One op as standard ONNX nodes. */
record OpWriter(Nodes n, DimValues dims) {
  /** Names of the results; null: ONNX has no nodes for it. */
  List<String> write(Node node, List<String> in) {
    if (node.op() instanceof TopK op) {
      List<String> results = List.of(n.name(node.origin()), n.name(node.origin()));
      List<String> inputs = List.of(in.get(0), dims.of(op.k()));
      n.add(
          "",
          "TopK",
          inputs,
          results,
          Map.of("axis", op.axis(), "largest", op.largest(), "sorted", 1));
      return results;
    }
    String one = one(node, in, node.inputs().stream().map(v -> v.type()).toList());
    return one == null ? null : List.of(one);
  }

  private String one(Node node, List<String> in, List<TensorType> types) {
    Op op = node.op();
    if (op instanceof Apply apply) {
      return Elementwise.unary(n, apply.function(), types.get(0).dtype(), in.get(0));
    }
    if (op instanceof Combine combine) {
      return Elementwise.binary(n, combine.function(), types.get(0).dtype(), in.get(0), in.get(1));
    }
    if (op instanceof Convert convert) {
      return n.add("Cast", in, "to", Nodes.code(convert.to()), "saturate", convert.saturate());
    }
    if (op instanceof Where) {
      return n.add("Where", in);
    }
    if (op instanceof Reduce reduce) {
      return reduce(reduce, in.get(0), types.get(0));
    }
    if (op instanceof ArgReduce arg) {
      String name = arg.largest() ? "ArgMax" : "ArgMin";
      return n.add(name, in, "axis", arg.axis(), "keepdims", 1, "select_last_index", arg.last());
    }
    if (op instanceof CumulativeSum sum) {
      List<String> inputs = List.of(in.get(0), n.scalar(DType.I64, sum.axis()));
      return n.add("CumSum", inputs, "exclusive", sum.exclusive(), "reverse", sum.reverse());
    }
    String made = made(op);
    return made != null ? made : moved(op, in, types);
  }

  /** Ops without inputs. */
  private String made(Op op) {
    if (op instanceof Dims values) {
      return n.add("Identity", List.of(dims.of(values.values())));
    }
    if (op instanceof Fill fill) {
      String scalar = n.scalar(fill.dtype(), fill.value());
      return fill.shape().isEmpty()
          ? n.add("Identity", List.of(scalar))
          : n.add("Expand", List.of(scalar, dims.of(fill.shape())));
    }
    if (op instanceof Iota iota) {
      return n.add("Cast", List.of(dims.range(iota.size())), "to", Nodes.code(iota.dtype()));
    }
    return null;
  }

  private String moved(Op op, List<String> in, List<TensorType> types) {
    if (op instanceof Concat concat) {
      return n.add("Concat", in, "axis", concat.axis());
    }
    if (op instanceof Transpose transpose) {
      return n.add("Transpose", in, "perm", transpose.perm());
    }
    if (op instanceof Expand expand) {
      return n.add("Expand", List.of(in.get(0), dims.of(expand.shape())));
    }
    if (op instanceof Reshape reshape) {
      return new Moves(n, dims).reshape(in.get(0), types.get(0), reshape.shape());
    }
    if (op instanceof Slice slice) {
      return new Moves(n, dims).slice(in.get(0), types.get(0), slice);
    }
    if (op instanceof Pad pad) {
      List<Dim> pads = new ArrayList<>(pad.before());
      pads.addAll(pad.after());
      return n.add("Pad", List.of(in.get(0), dims.of(pads), in.get(1)), "mode", "constant");
    }
    if (op instanceof Windows windows) {
      return new Moves(n, dims).windows(in.get(0), types.get(0), windows);
    }
    return indexed(op, in, types);
  }

  private String indexed(Op op, List<String> in, List<TensorType> types) {
    if (op instanceof Gather gather) {
      return n.add("Gather", in, "axis", gather.axis());
    }
    if (op instanceof GatherElements gather) {
      return n.add("GatherElements", in, "axis", gather.axis());
    }
    if (op instanceof GatherNd gather) {
      return n.add("GatherND", wide(in, types), "batch_dims", gather.batch());
    }
    if (op instanceof ScatterElements scatter && reduction(scatter.reducer()) != null) {
      String how = reduction(scatter.reducer());
      return n.add("ScatterElements", in, "axis", scatter.axis(), "reduction", how);
    }
    if (op instanceof ScatterNd scatter && reduction(scatter.reducer()) != null) {
      return n.add("ScatterND", wide(in, types), "reduction", reduction(scatter.reducer()));
    }
    if (op instanceof NonZero) {
      String found = n.add("NonZero", in);
      return n.add("Transpose", List.of(found), "perm", List.of(1, 0));
    }
    return op instanceof TokenRows rows ? tokenRows(rows, in.get(0)) : null;
  }

  /** Indices as i64, the only type that some ops take. */
  private List<String> wide(List<String> in, List<TensorType> types) {
    List<String> wide = new ArrayList<>(in);
    if (types.get(1).dtype() != DType.I64) {
      int code = Nodes.code(DType.I64);
      wide.set(1, n.add("Cast", List.of(in.get(1)), "to", code));
    }
    return wide;
  }

  private static String reduction(Reducer reducer) {
    if (reducer == null) {
      return "none";
    }
    return switch (reducer) {
      case SUM -> "add";
      case PROD -> "mul";
      case MAX -> "max";
      case MIN -> "min";
      default -> null;
    };
  }

  /** Rows {@code (b, j)} are where {@code j < lengths[b]}, and no length is over all tokens. */
  private String tokenRows(TokenRows rows, String lengths) {
    dims.learnSymbol(rows.symbol(), n.add("ReduceMax", List.of(lengths), "keepdims", 1));
    String column = n.add("Unsqueeze", List.of(lengths, n.longs(List.of(1L))));
    String inside = n.add("Less", List.of(dims.range(rows.tokens()), column));
    return n.add("Transpose", List.of(n.add("NonZero", List.of(inside))), "perm", List.of(1, 0));
  }

  private String reduce(Reduce reduce, String x, TensorType type) {
    boolean bits = reduce.reducer() == Reducer.AND || reduce.reducer() == Reducer.OR;
    if (bits && type.dtype() != DType.BOOL) {
      return null;
    }
    if (reduce.axes().isEmpty()) {
      return n.add("Identity", List.of(x));
    }
    String name =
        switch (reduce.reducer()) {
          case SUM -> "ReduceSum";
          case PROD -> "ReduceProd";
          case MAX, OR -> "ReduceMax";
          case MIN, AND -> "ReduceMin";
        };
    String axes = n.longs(reduce.axes().stream().map(a -> (long) type.axis(a)).toList());
    return n.add(name, List.of(x, axes), "keepdims", reduce.keep());
  }
}
