package org.sinter.tests.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** Prints the first vector's norm and ms from the JVM's start, of the load, and peak bytes. */
final class First {
  private First() {}

  public static void main(String[] args) throws IOException {
    Map<String, Tensor> inputs = Texts.of(1, 8);
    long start = System.nanoTime();
    try (Model model = Model.load(Path.of(args[0]))) {
      double load = (System.nanoTime() - start) / 1e6;
      float[] found = Texts.result(model, inputs);
      double first = (System.nanoTime() - start) / 1e6;
      System.out.println(norm(found) + " " + load + " " + first + " " + Resident.peak());
      System.out.flush();
    }
  }

  static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
