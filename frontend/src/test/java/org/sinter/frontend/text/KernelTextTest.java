package org.sinter.frontend.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.TopK;
import org.sinter.ir.text.KernelPrinter;

class KernelTextTest {
  private static final String PRODUCT =
      """
      kernel mm(in0: f32[m, 8], in1: f32[8, 16]) -> (out: f32[m, 16]) {
        parallel i0 < m {
          serial i1 < 16 {
            out[i0, i1] = 0.0
            serial k < 8 {
              out[i0, i1] = out[i0, i1] + in0[i0, k] * in1[k, i1]
            }
          }
        }
      }
      """;

  @Test
  void aProductReadsBack() {
    assertEquals(PRODUCT, KernelPrinter.print(IrReader.kernel("test.ir", PRODUCT)));
  }

  @Test
  void bodiesOfOpsReadBack() {
    TensorType x = new TensorType(DType.F32, List.of(Dim.symbol("seq"), Dim.of(8)));
    readsBack(new TopK(-1, Dim.of(3), true).body(List.of(x)));
    readsBack(new NonZero("found").body(List.of(x)));
  }

  @Test
  void randomKernelsReadBack() {
    for (int seed = 0; seed < Integer.getInteger("sinter.random", 500); seed++) {
      readsBack(new RandomKernel(seed).kernel());
    }
  }

  private static void readsBack(Kernel kernel) {
    String text = KernelPrinter.print(kernel);
    try {
      assertEquals(kernel, IrReader.kernel("test.ir", text), text);
    } catch (CompileException e) {
      throw new AssertionError(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "out[i] = 1.0 | 1:46: error: unknown variable i",
        "out[0] = 1 | 1:42: error: store of i64 to out: f32[n]",
        "out[0, 0] = 1.0 | 1:42: error: store of f32 to out: f32[n]",
        "out[0.0] = 1.0 | 1:46: error: an index is i64, found f32",
        "out[0] = in0[0] + 1 | 1:51: error: ADD of f32 and i64",
        "out[0] = frob(1.0) | 1:51: error: unknown function frob",
        "out[0] = exp(1.0, 2.0) | 1:51: error: exp takes 1 arguments, found 2",
        "tmp[0] = 1.0 | 1:42: error: unknown buffer tmp",
        "if 1 { } | 1:45: error: expected bool, found i64",
        "vector i < n { } | 1:53: error: the extent of this kind of loop is a constant",
        "alloc in0: f32[4] { } | 1:48: error: there is a buffer in0 already",
        "out[0] = 1.0 + | 1:56: error: found }",
      })
  void namesTheFault(String statement, String error) {
    String text = "kernel k(in0: f32[n]) -> (out: f32[n]) { " + statement + "}";
    CompileException e =
        assertThrows(CompileException.class, () -> IrReader.kernel("test.ir", text));
    String first = e.getMessage().lines().findFirst().orElseThrow();
    assertEquals("test.ir:" + error, first);
  }

  @Test
  void refusesDeepExpressions() {
    for (String part : List.of("(", "-(", "exp(", "1.0 + ", "1.0 * ", "select(true, 1.0, ")) {
      String text = "kernel k() -> (out: f32[]) { out[] = " + part.repeat(30_000) + "1.0 }";
      assertThrows(CompileException.class, () -> IrReader.kernel("test.ir", text), part);
    }
  }
}
