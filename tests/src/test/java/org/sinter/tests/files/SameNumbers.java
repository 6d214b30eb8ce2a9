package org.sinter.tests.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.sinter.ir.Tensor;

/** Compares results: equal bits, or within a tolerance relative to the largest element. */
final class SameNumbers {
  private SameNumbers() {}

  static void check(Map<String, Tensor> expected, Map<String, Tensor> found, double tolerance) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, tensor) -> check(name, tensor, found.get(name), tolerance));
  }

  private static void check(String name, Tensor expected, Tensor found, double tolerance) {
    assertEquals(expected.type(), found.type(), name);
    assertArrayEquals(expected.shape(), found.shape(), name);
    if (tolerance == 0 || !expected.type().isFloat()) {
      assertEquals(expected.bytes(), found.bytes(), "bits of " + name);
      return;
    }
    double largest = 0;
    for (long i = 0; i < expected.size(); i++) {
      largest = Math.max(largest, finite(Math.abs(expected.real(i))));
    }
    for (long i = 0; i < expected.size(); i++) {
      double a = expected.real(i);
      double b = found.real(i);
      boolean same = Double.compare(a, b) == 0 || Math.abs(a - b) <= tolerance * largest;
      assertTrue(same, name + "[" + i + "] is " + b + ", was " + a);
    }
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
