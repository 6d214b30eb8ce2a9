package org.sinter.ir.interp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Op;

/** Small tensors and one-node runs. */
final class Examples {
  private Examples() {}

  static Tensor f32(long[] shape, double... values) {
    return of(DType.F32, shape, values);
  }

  static Tensor i64(long[] shape, double... values) {
    return of(DType.I64, shape, values);
  }

  static Tensor of(DType type, long[] shape, double... values) {
    Tensor tensor = Tensor.allocate(type, shape);
    if (tensor.size() != values.length) {
      throw new IllegalArgumentException(values.length + " values");
    }
    for (int i = 0; i < values.length; i++) {
      tensor.set(i, values[i]);
    }
    return tensor;
  }

  static long[] shape(long... dims) {
    return dims;
  }

  static Tensor random(Random random, DType type, long... shape) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (long i = 0; i < tensor.size(); i++) {
      if (type.isFloat()) {
        tensor.set(i, random.nextGaussian());
      } else {
        tensor.set(i, (long) random.nextInt(4));
      }
    }
    return tensor;
  }

  /** All results of one op on inputs of static shape. */
  static List<Tensor> run(Op op, Tensor... inputs) {
    Graph.Builder b = new Graph.Builder("g");
    List<Value> params = new ArrayList<>();
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      params.add(b.param("x" + i, TensorType.of(inputs[i].type(), inputs[i].shape())));
      named.put("x" + i, inputs[i]);
    }
    List<? extends Value> results = b.addAll(op, params);
    List<String> names = new ArrayList<>();
    results.forEach(r -> names.add("r" + names.size()));
    return List.copyOf(GraphInterpreter.run(b.build(names, results), named).values());
  }

  static double[] reals(Tensor tensor) {
    double[] values = new double[(int) tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.real(i);
    }
    return values;
  }
}
