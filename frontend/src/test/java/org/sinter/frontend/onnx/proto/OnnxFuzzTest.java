package org.sinter.frontend.onnx.proto;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.Mutations;
import org.sinter.frontend.SharedData;

class OnnxFuzzTest {
  @TempDir Path directory;

  @Test
  void survivesDamage() throws Exception {
    byte[] model = OnnxReaderTest.everything().toBytes();
    Mutations.fuzz(directory, "all.onnx", model, Mutations.count(5000), OnnxReader::read);
  }

  @Test
  void survivesDamageToAnExport() throws Exception {
    byte[] model = Files.readAllBytes(SharedData.find("onnx-node-tests/test_abs/model.onnx"));
    Mutations.fuzz(directory, "abs.onnx", model, Mutations.count(2000), OnnxReader::read);
  }
}
