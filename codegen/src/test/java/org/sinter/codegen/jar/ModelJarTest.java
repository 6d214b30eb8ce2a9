package org.sinter.codegen.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

class ModelJarTest {
  private static final Map<System, List<CpuLevel>> TARGETS =
      Map.of(System.LINUX_X86_64, List.of(CpuLevel.V2, CpuLevel.V3));
  private static final ModelInfo INFO =
      new ModelInfo(
          "toy-1",
          "0.1.0",
          "standard",
          List.of(new ModelInfo.Source("toy.onnx", "0".repeat(64))),
          "{}".getBytes());

  @TempDir Path directory;

  /** {@code y[i] = x[i] + w[i mod 3]}, the weight given twice and another one beside it. */
  static Program program() {
    Dim n = Dim.symbol("n");
    Buffer x = new Buffer("x", new TensorType(DType.F32, List.of(n)));
    Buffer w = new Buffer("w", TensorType.of(DType.F32, 3));
    Buffer y = new Buffer("y", new TensorType(DType.F32, List.of(n)));
    Var i = new Var("i");
    Expr sum = new Load(x, List.of(i)).plus(new Load(w, List.of(i.mod(Expr.index(3)))));
    Kernel kernel =
        new Kernel(
            "add",
            List.of(x, w, y),
            1,
            Stmt.serial(i, new Size(n), Stmt.store(y, List.of(i), sum)));
    Constant first = Constant.of("first", Tensor.of(new float[] {9}, 1));
    Constant one = Constant.of("one", Tensor.of(new float[] {1, 2, 3}, 3));
    Constant same = Constant.of("same", Tensor.of(new float[] {1, 2, 3}, 3));
    Program.Call call =
        new Program.Call(
            "add",
            List.of(new Program.Input(0), new Program.Weight(2), new Program.Result(0)),
            Map.of());
    return new Program(
        "toy",
        List.of(new Param("x", x.type())),
        List.of(new Program.Output("y", y.type())),
        List.of(first, one, same),
        List.of(kernel),
        List.of(call),
        Dim.ZERO,
        new Symbols(Map.of("n", 512L), Map.of(), List.of()));
  }

  private Path write(String name) throws IOException {
    Path out = directory.resolve(name);
    Program program = program();
    ModelJar.write(out, level -> program, INFO, TARGETS, Progress.NONE);
    return out;
  }

  @Test
  void jarHoldsWhatTheAbiNames() throws IOException {
    try (JarFile jar = new JarFile(write("toy.jar").toFile())) {
      List<String> names = new ArrayList<>();
      for (ZipEntry entry : Collections.list(jar.entries())) {
        names.add(entry.getName());
        assertEquals(ZipEntry.STORED, entry.getMethod());
      }
      assertEquals(
          List.of(
              "META-INF/MANIFEST.MF",
              "sinter/toy-1/weights-0.bin.padding",
              "sinter/toy-1/weights-0.bin",
              "sinter/toy-1/linux-x86_64.so",
              "sinter/toy-1/tokenizer.json",
              "sinter/toy-1/profile.json",
              "sinter/toy-1/model.json",
              "sinter/toy-1/model.sha256"),
          names);
      assertEquals(
          "sinter.model.toy_1",
          jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
      byte[] model = read(jar, "model.json");
      assertEquals(new String(read(jar, "model.sha256"), StandardCharsets.UTF_8), Sha256.of(model));
      String text = new String(model, StandardCharsets.UTF_8);
      assertTrue(text.contains("\"levels\": [\"v3\", \"v2\"]"), text);
      assertTrue(text.contains("\"symbols\": [{\"name\": \"n\", \"min\": 1, \"max\": 512}]"), text);
    }
  }

  private static byte[] read(JarFile jar, String name) throws IOException {
    return jar.getInputStream(jar.getEntry("sinter/toy-1/" + name)).readAllBytes();
  }

  @Test
  void weightsAreAlignedAndEqualOnesStoredOnce() throws IOException {
    Path out = write("toy.jar");
    try (JarFile jar = new JarFile(out.toFile())) {
      ByteBuffer bytes = ByteBuffer.wrap(read(jar, "weights-0.bin")).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(128, bytes.remaining());
      assertEquals(
          List.of(9f, 1f, 3f), List.of(bytes.getFloat(0), bytes.getFloat(64), bytes.getFloat(72)));
    }
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(9f, all.getFloat(1 << 16), "the first weight lies at 64 KiB");
  }

  @Test
  void jarCanBeReadAsAStream() throws IOException {
    try (JarInputStream jar = new JarInputStream(Files.newInputStream(write("toy.jar")))) {
      int count = 0;
      while (jar.getNextEntry() != null) {
        count++;
      }
      assertEquals(7, count);
    }
  }

  @Test
  void sameProgramSameBytesAndNothingElseIsLeft() throws IOException {
    byte[] first = Files.readAllBytes(write("a.jar"));
    Files.write(directory.resolve("b.jar"), new byte[3]);
    assertArrayEquals(first, Files.readAllBytes(write("b.jar")));
    try (var files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void failureLeavesNoFile() {
    Path nowhere = directory.resolve("missing").resolve("toy.jar");
    Program program = program();
    assertThrows(
        IOException.class,
        () -> ModelJar.write(nowhere, level -> program, INFO, TARGETS, Progress.NONE));
    assertFalse(Files.exists(nowhere));
  }

  @Test
  void nameThatIsAPathIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new ModelInfo("../x", "0.1.0", "", List.of(), null));
  }
}
