package org.sinter.frontend.onnx.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.onnx.OnnxReader;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.interp.GraphInterpreter;

/** What a written model looks like, and where its weights lie. */
class OnnxWriterTest {
  @TempDir Path directory;

  private Path write(String text, boolean whole, long mostInline) {
    Path file = directory.resolve("m.onnx");
    OnnxWriter.write(file, IrReader.graph("m.ir", text), whole, mostInline);
    return file;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void largeWeightsLieBesideAModelThatWouldBeTooLarge() throws IOException {
    StringBuilder values = new StringBuilder("0.0");
    for (int i = 1; i < 600; i++) {
      values.append(", ").append(i).append(".0");
    }
    String text =
        "graph(%x: f32[600]) {\n  %w = constant {values = ["
            + values
            + "]} : f32[600]\n  %v = constant {values = [2.0]} : f32[1]\n"
            + "  %0 = combine {function = add} %x %w : f32[600]\n"
            + "  %1 = combine {function = mul} %0 %v : f32[600]\n  return %1 as y\n}\n";
    Path inside = write(text, false, 1 << 20);
    assertTrue(Files.size(inside) > 2400);
    assertFalse(Files.exists(directory.resolve("m.onnx.data")));
    Path outside = write(text, false, 1000);
    assertTrue(Files.size(outside) < 1000);
    assertEquals(2400, Files.size(directory.resolve("m.onnx.data")));
    Graph read = OnnxReader.read(outside);
    Tensor x = Tensor.allocate(org.sinter.ir.DType.F32, 600);
    assertEquals(2 * 599, GraphInterpreter.run(read, Map.of("x", x)).get("y").real(599));
  }

  @Test
  void compositesStayWholeOrBecomeStandard() throws IOException {
    String text =
        """
        graph(%x: f32[rows, 4]) {
          %0 = silu %x : f32[rows, 4]
          %1 = gelu {form = erf} %0 : f32[rows, 4]
          return %1 as y
        }
        """;
    String whole = text(write(text, true, 1000));
    assertTrue(whole.contains("Silu") && whole.contains("org.sinter") && whole.contains("Gelu"));
    String standard = text(write(text, false, 1000));
    assertFalse(standard.contains("Silu") || standard.contains("org.sinter"));
    assertTrue(standard.contains("Gelu") && standard.contains("rows"));
  }

  @Test
  void productsOf8BitIntegersAreOneNode() throws IOException {
    String text =
        """
        graph(%q: u8[rows, 2], %w: i8[2, 3]) {
          %0 = convert {to = i32, saturate = true} %q : i32[rows, 2]
          %1 = convert {to = i32, saturate = true} %w : i32[2, 3]
          %2 = mat-mul %0 %1 : i32[rows, 3]
          return %2 as y
        }
        """;
    String written = text(write(text, false, 1000));
    assertTrue(written.contains("MatMulInteger"));
    assertFalse(written.contains("Cast"));
  }

  @Test
  void dimsOfNoValueAreRefused() {
    String text =
        """
        graph(%x: f32[2*rows]) {
          %0 = iota {dtype = f32, size = rows} : f32[rows]
          return %0 as y
        }
        """;
    CompileException e = assertThrows(CompileException.class, () -> write(text, false, 1000));
    assertTrue(e.getMessage().contains("no value has the dim rows"), e.getMessage());
  }
}
