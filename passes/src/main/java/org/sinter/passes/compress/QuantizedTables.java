package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Context;

/** The part of {@link Quantize} that rewrites the reading of rows from tables. */
final class QuantizedTables {
  /** Shorter rows, such as the scales of others, are not worth a scale each. */
  private static final long SHORTEST = 8;

  private final Quantize options;
  private final Context context;
  private final QuantizedWeights tables;

  QuantizedTables(Quantize options, Context context) {
    this.options = options;
    this.context = context;
    this.tables = new QuantizedWeights(context, this::quantized);
  }

  List<Value> rewrite(Graph.Builder b, Node node, List<Value> in) {
    if (options.embeddings() == DType.F32
        || !(in.get(0) instanceof Constant exact)
        || !isTable(exact)
        || !readsRows(node.op(), exact)) {
      return null;
    }
    String reason = obstacle(node, exact);
    if (reason != null) {
      context.missed(node, reason);
      return null;
    }
    QuantizedWeight table = tables.of(exact, node);
    return table == null ? null : List.of(rows(b, node, table, in));
  }

  private static Value rows(Graph.Builder b, Node node, QuantizedWeight table, List<Value> in) {
    Value codes = read(b, node.op(), table.codes(), in);
    Value scaled = QuantizedWeight.scaled(b, codes, read(b, node.op(), table.scales(), in));
    return new Formula(b).reshape(scaled, node.result().type().dims());
  }

  private static boolean isTable(Constant c) {
    return c.type().dtype() == DType.F32
        && c.type().rank() == 2
        && c.type().dim(1).value() >= SHORTEST;
  }

  /** Whole rows, one by one or all from one on. */
  private static boolean readsRows(Op op, Constant table) {
    if (op instanceof Gather gather) {
      return table.type().axis(gather.axis()) == 0;
    }
    Slice slice = (Slice) op;
    return slice.steps().get(1) == 1 && slice.sizes().get(1).equals(table.type().dim(1));
  }

  /** Why a table stays as it is, or null. */
  private String obstacle(Node node, Constant table) {
    String reason = options.obstacle(node, table);
    if (reason != null) {
      return reason;
    }
    boolean cut =
        options.embeddings() == DType.I4 && table.type().dim(1).value() % options.group() != 0;
    return cut ? "rows of " + table.name() + " are no groups of " + options.group() : null;
  }

  private QuantizedWeight quantized(Constant exact) {
    return options.embeddings() == DType.I4
        ? QuantizedWeight.rowGroups(exact, DType.I4, options.group())
        : QuantizedWeight.rowScales(exact);
  }

  /** The same rows of codes or scales, whatever else their dims are. */
  private static Value read(Graph.Builder b, Op op, Constant from, List<Value> in) {
    if (op instanceof Gather) {
      return b.add(new Gather(0), from, in.get(1));
    }
    Slice slice = (Slice) op;
    int rank = from.type().rank();
    List<Dim> starts = new ArrayList<>(Collections.nCopies(rank, Dim.ZERO));
    starts.set(0, slice.starts().get(0));
    List<Dim> sizes = new ArrayList<>(from.type().dims());
    sizes.set(0, slice.sizes().get(0));
    List<Long> steps = new ArrayList<>(Collections.nCopies(rank, 1L));
    steps.set(0, slice.steps().get(0));
    return b.add(new Slice(starts, sizes, steps), from);
  }
}
