package org.sinter.cli.calibrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.passes.Gram;
import org.sinter.passes.Statistics;

/**
 * A safetensors file of statistics: tensors {@code STAGE.PLACE.min}, {@code .max}, {@code .sum},
 * {@code .squares}, {@code .count} and perhaps {@code .gram} (its upper triangle, row by row), the
 * stages' hashes in the metadata.
 */
record RecordFile(Path file) {
  static final String FORMAT = "sinter-calibration";
  static final String VERSION = "1";
  static final String STAGE = "stage.";

  /** More graphs than any pipeline has passes. */
  static final int MOST_STAGES = 1000;

  void write(Map<String, Map<String, Statistics>> stages, Map<String, String> about) {
    Map<String, String> metadata = new LinkedHashMap<>(about);
    metadata.put(FORMAT, VERSION);
    Map<String, Tensor> tensors = new TreeMap<>();
    List<String> hashes = new ArrayList<>(stages.keySet());
    for (int i = 0; i < hashes.size(); i++) {
      metadata.put(STAGE + i, hashes.get(i));
      String stage = i + ".";
      stages.get(hashes.get(i)).forEach((place, s) -> put(tensors, stage + place + ".", s));
    }
    Safetensors.write(file, tensors, metadata);
  }

  private static void put(Map<String, Tensor> tensors, String name, Statistics s) {
    tensors.put(name + "count", Tensor.of(new long[] {s.count()}, 1));
    tensors.put(name + "min", Tensor.of(s.min(), s.channels()));
    tensors.put(name + "max", Tensor.of(s.max(), s.channels()));
    tensors.put(name + "sum", doubles(s.sum()));
    tensors.put(name + "squares", doubles(s.squares()));
    if (s.gram() != null) {
      tensors.put(name + "gram", doubles(s.gram().upper()));
    }
  }

  private static Tensor doubles(double[] values) {
    Tensor tensor = Tensor.allocate(DType.F64, values.length);
    tensor.bytes().asDoubleBuffer().put(values);
    return tensor;
  }

  /** Reads the header: which stage has which number. */
  Map<String, Integer> stages(Safetensors read) {
    String version = read.metadata().get(FORMAT);
    if (version == null) {
      throw Failure.at(
          file, "", "no statistics of sinter calibrate MODEL --pipeline P --data D -o FILE");
    }
    if (!version.equals(VERSION)) {
      throw Failure.at(file, FORMAT, "version " + version + ", expected " + VERSION);
    }
    Map<String, Integer> stages = new LinkedHashMap<>();
    for (int i = 0; i < MOST_STAGES && read.metadata().containsKey(STAGE + i); i++) {
      stages.put(read.metadata().get(STAGE + i), i);
    }
    return stages;
  }

  /** Statistics of {@code k} channels under {@code name}; null: there are none. */
  Statistics statistics(Safetensors read, String name, int k, boolean gram) {
    if (!read.entries().containsKey(name + "count")) {
      return null;
    }
    long count = tensor(read, name + "count", DType.I64, 1).integer(0);
    float[] min = floats(tensor(read, name + "min", DType.F32, k));
    float[] max = floats(tensor(read, name + "max", DType.F32, k));
    double[] sum = reals(tensor(read, name + "sum", DType.F64, k));
    double[] squares = reals(tensor(read, name + "squares", DType.F64, k));
    boolean sound = count > 0;
    for (int j = 0; j < k; j++) {
      sound &= Float.isFinite(min[j]) && min[j] <= max[j] && Float.isFinite(max[j]);
      sound &= Double.isFinite(sum[j]) && squares[j] >= 0 && Double.isFinite(squares[j]);
    }
    if (!sound) {
      throw Failure.at(file, name + "*", "damaged: numbers that no data can have");
    }
    return new Statistics(count, min, max, sum, squares, gram ? gram(read, name, k) : null);
  }

  private Gram gram(Safetensors read, String name, int k) {
    if (!read.entries().containsKey(name + "gram")) {
      return null;
    }
    double[] upper = reals(tensor(read, name + "gram", DType.F64, Gram.elements(k)));
    for (double each : upper) {
      if (!Double.isFinite(each)) {
        throw Failure.at(file, name + "gram", "damaged: a NaN or an infinity");
      }
    }
    return new Gram(k, upper);
  }

  /** Only what the file really holds is read: sizes were checked against it. */
  private Tensor tensor(Safetensors read, String name, DType type, long size) {
    Safetensors.Entry entry = read.entry(name);
    if (entry.type() != type || !entry.shape().equals(List.of(size))) {
      throw Failure.at(
          file,
          name,
          "found " + entry.type() + entry.shape() + ", expected " + type + "[" + size + "]");
    }
    return entry.tensor();
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[(int) tensor.size()];
    tensor.bytes().asFloatBuffer().get(values);
    return values;
  }

  private static double[] reals(Tensor tensor) {
    double[] values = new double[(int) tensor.size()];
    tensor.bytes().asDoubleBuffer().get(values);
    return values;
  }
}
