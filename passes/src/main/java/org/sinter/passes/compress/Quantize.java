package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;

/**
 * Weights of products and tables of embeddings in 8 or 4 bits, rows of activations in 8 bits:
 * {@code mat-mul x w} becomes {@code (f32 (mat-mul (i32 q) (i32 w8) + offset) * s) * scale} with
 * {@code q, s = quantize-rows x}, and a gathered table {@code gather t i} becomes {@code f32
 * (gather t8 i) * gather scales i}. The error of each weight is told in a remark, and why a product
 * stays as it is in another one.
 *
 * @param weights i8: a scale for each column; i4: for each {@code group} of a column; f32: as they
 *     are
 * @param activations how what is multiplied by weights of 8 or 4 bits is represented
 * @param embeddings i8: a scale for each row; i4: for each {@code group} of a row; f32: as they are
 * @param group neighbours that have one scale in 4 bits
 * @param least weights of fewer elements stay as they are: nothing would be saved
 * @param except names of weights, or of source nodes, that stay as they are; {@code *} stands for
 *     any characters
 */
public record Quantize(
    DType weights,
    Activations activations,
    DType embeddings,
    int group,
    int least,
    List<String> except)
    implements Divisible {
  /** How activations enter a product with weights in 8 bits. */
  public enum Activations {
    /** As {@link org.sinter.ir.op.QuantizeRows} makes them. */
    I8_PER_ROW,
    /** In one range for all rows, which calibration data has shown. */
    I8_STATIC,
    /** As they are; weights are widened where they are read. */
    F32
  }

  public Quantize {
    check("weights", weights);
    check("embeddings", embeddings);
    if (weights == DType.I4 && activations == Activations.I8_STATIC) {
      throw new IllegalArgumentException("weights in i4 are for activations in i8-per-row or f32");
    }
    if (group < 8 || group > 1024 || Integer.bitCount(group) != 1) {
      throw new IllegalArgumentException("group is " + group + ", expected 8, 16, 32 … 1024");
    }
    if (least < 1) {
      throw new IllegalArgumentException("least is " + least + ", expected 1 or more");
    }
    except = List.copyOf(except);
  }

  private static void check(String name, DType type) {
    if (type != DType.I8 && type != DType.I4 && type != DType.F32) {
      throw new IllegalArgumentException(name + " are " + type + ", expected i8, i4 or f32");
    }
  }

  /** Everything in 8 bits. */
  public Quantize() {
    this(DType.I8, Activations.I8_PER_ROW, DType.I8, 32, 4096, List.of());
  }

  /** The same with other exceptions. */
  public Quantize with(List<String> others) {
    return new Quantize(weights, activations, embeddings, group, least, others);
  }

  @Override
  public Quantize without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new Quantize(weights, activations, embeddings, group, least, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    QuantizedProducts products = new QuantizedProducts(this, context);
    products.calibrate(graph);
    QuantizedTables tables = new QuantizedTables(this, context);
    return graph.rewrite(
        (b, node, in) -> {
          if (node.op() instanceof MatMul) {
            return products.rewrite(b, node, in);
          }
          if (node.op() instanceof Attention || node.op() instanceof RaggedAttention) {
            context.missed(node, "attention's products of two activations stay in f32");
            return null;
          }
          boolean reads = node.op() instanceof Gather || node.op() instanceof Slice;
          return reads ? tables.rewrite(b, node, in) : null;
        });
  }

  /**
   * Why {@code weight}, read by {@code node}, stays as it is by these options; null: it does not.
   */
  String obstacle(Node node, Constant weight) {
    Except excepted = new Except(except);
    if (excepted.has(weight.name()) || excepted.has(node.origin())) {
      return weight.name() + " is among the exceptions";
    }
    boolean small = weight.type().size().value() < least;
    return small ? weight.name() + " has fewer than " + least + " elements" : null;
  }
}
