package org.sinter.tests.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** Prints the first vector's norm, the ms of the load and up to the vector; then peak bytes. */
final class First {
  private First() {}

  public static void main(String[] args) throws IOException {
    Map<String, Tensor> inputs = Texts.of(1, 8);
    long start = System.nanoTime();
    try (Model model = Model.load(Path.of(args[0]))) {
      double load = (System.nanoTime() - start) / 1e6;
      float[] found = Texts.result(model, inputs);
      double first = (System.nanoTime() - start) / 1e6;
      print(found, load, first);
    }
    System.out.println(Resident.peak());
  }

  /** By hand: a string template costs a new JVM 10 ms. */
  static void print(float[] found, double load, double first) {
    StringBuilder line = new StringBuilder().append(norm(found)).append(' ');
    System.out.println(line.append(load).append(' ').append(first));
    System.out.flush();
  }

  static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
