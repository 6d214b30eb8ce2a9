package org.sinter.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sinter.frontend.Mutations;
import org.sinter.frontend.SharedData;
import org.sinter.frontend.onnx.proto.OnnxModel;
import org.sinter.ir.diag.CompileException;

/** Damaged models give a diagnostic that names the file, never another exception. */
class OnnxFuzzTest {
  @Test
  void damagedModelsAreReadOrRefused() throws IOException {
    int count = Mutations.count(8);
    int refused = 0;
    int all = 0;
    for (Path file : models()) {
      OnnxModel model = org.sinter.frontend.onnx.proto.OnnxReader.read(file);
      for (int seed = 0; seed < count; seed++) {
        refused += run(model, seed) ? 0 : 1;
        all++;
      }
    }
    Mutations.report(all, "parsed ONNX models");
    assertTrue(refused > all / 2 && refused < all, refused + " of " + all + " refused");
  }

  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(SharedData.find("onnx-node-tests"), 2)) {
      return files.filter(f -> f.endsWith("model.onnx")).sorted().toList();
    }
  }

  private static boolean run(OnnxModel model, int seed) {
    try {
      OnnxReader.read(new ModelMutations(seed).mutate(model), OnnxOptions.NONE);
      return true;
    } catch (CompileException e) {
      assertTrue(e.getMessage().startsWith(model.file().toString()), e.getMessage());
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("mutation " + seed + " of " + model.file(), e);
    }
  }
}
