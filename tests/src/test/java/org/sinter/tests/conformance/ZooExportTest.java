package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Executors;
import org.sinter.frontend.onnx.write.OnnxWriter;
import org.sinter.ir.Tensor;

/**
 * Exported architectures after the passes, written as ONNX and run by ONNX Runtime, against
 * PyTorch: a few, or with {@code -Dsinter.long=true} all of them.
 */
class ZooExportTest {
  private static final double TOLERANCE = 1e-3;
  private static final List<String> FEW = List.of("llama", "gpt2", "bart-encoder", "swin");

  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> architectures() throws IOException {
    try (Stream<Path> files = Files.walk(Shared.data("hf-zoo"), 2)) {
      List<Path> models = files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
      return models.stream()
          .filter(m -> Shared.isLong() || FEW.contains(family(m)))
          .map(m -> dynamicTest(family(m) + "/" + m.getFileName(), () -> run(m)));
    }
  }

  private static String family(Path model) {
    return model.getParent().getFileName().toString();
  }

  private static void run(Path model) throws Exception {
    Path written = Files.createTempFile(directory, "model", ".onnx");
    try (Executors executors = Executors.of(model)) {
      OnnxWriter.write(written, executors.improved(), false);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session = environment.createSession(written.toString(), options)) {
        for (Reference reference : Reference.beside(model)) {
          double error = reference.error(results(environment, session, reference));
          assertTrue(error <= TOLERANCE, reference.name() + ": relative error " + error);
        }
      }
    }
  }

  private static Map<String, Tensor> results(
      OrtEnvironment environment, OrtSession session, Reference reference) throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    for (String name : session.getInputNames()) {
      Tensor tensor = reference.inputs().get(name);
      ByteBuffer data = ByteBuffer.allocateDirect(tensor.bytes().remaining());
      data.order(ByteOrder.nativeOrder()).put(tensor.bytes()).flip();
      inputs.put(name, OnnxTensor.createTensor(environment, data, tensor.shape(), type(tensor)));
    }
    Map<String, Tensor> results = new LinkedHashMap<>();
    try (OrtSession.Result result = session.run(inputs)) {
      result.forEach(
          entry -> {
            OnnxTensor tensor = (OnnxTensor) entry.getValue();
            if (tensor.getInfo().type == OnnxJavaType.FLOAT) {
              float[] values = new float[tensor.getFloatBuffer().remaining()];
              tensor.getFloatBuffer().get(values);
              results.put(entry.getKey(), Tensor.of(values, tensor.getInfo().getShape()));
            }
          });
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
    return results;
  }

  private static OnnxJavaType type(Tensor tensor) {
    return switch (tensor.type()) {
      case F32 -> OnnxJavaType.FLOAT;
      case I64 -> OnnxJavaType.INT64;
      case I32 -> OnnxJavaType.INT32;
      case BOOL -> OnnxJavaType.BOOL;
      default -> throw new IllegalArgumentException(tensor.type() + " is no input of the zoo");
    };
  }
}
