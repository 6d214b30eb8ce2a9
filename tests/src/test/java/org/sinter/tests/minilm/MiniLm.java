package org.sinter.tests.minilm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.sinter.cli.Sinter;
import org.sinter.runtime.Tensor;

/** The model's files out of langchain4j's jar, its compiled form, and the peer that runs it. */
public final class MiniLm {
  private MiniLm() {}

  /** The ONNX file, copied out of the test class path. */
  public static Path onnx(Path directory) throws IOException {
    return copied("all-minilm-l6-v2.onnx", directory);
  }

  /** The same model in int8, as ONNX Runtime's quantizer wrote it for langchain4j. */
  public static Path quantized(Path directory) throws IOException {
    return copied("all-minilm-l6-v2-q.onnx", directory);
  }

  private static Path copied(String name, Path directory) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in = MiniLm.class.getResourceAsStream("/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Compiled for this system and all its CPU levels, once in a run of the tests. */
  public static Path jar() {
    return Once.JAR;
  }

  /** The same by the pipeline {@code int8}. */
  public static Path int8() {
    return OnceInt8.JAR;
  }

  private static final class Once {
    static final Path JAR = jar("minilm", "--target", "linux-x86_64");
  }

  private static final class OnceInt8 {
    static final Path JAR = jar("int8", "--target", "linux-x86_64", "--pipeline", "int8");
  }

  /** A jar that is deleted with the JVM. */
  public static Path jar(String name, String... options) {
    try {
      Path directory = Files.createTempDirectory("sinter-" + name);
      Path onnx = onnx(directory);
      Path jar = compile(onnx, directory.resolve(name + ".jar"), options);
      Files.delete(onnx);
      directory.toFile().deleteOnExit();
      jar.toFile().deleteOnExit();
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles for the given targets by the command line. */
  public static Path compile(Path onnx, Path jar, String... more) {
    String[] command = new String[4 + more.length];
    command[0] = "compile";
    command[1] = onnx.toString();
    command[2] = "-o";
    command[3] = jar.toString();
    System.arraycopy(more, 0, command, 4, more.length);
    if (Sinter.commandLine().execute(command) != 0) {
      throw new IllegalStateException("compile failed");
    }
    return jar;
  }

  /** A batch of token ids, padded on the right. */
  public record Batch(long[] ids, long[] mask, int size, int length) {
    /** Texts of the given lengths with random tokens. */
    public static Batch random(long seed, int... lengths) {
      Random random = new Random(seed);
      int longest = java.util.Arrays.stream(lengths).max().orElse(1);
      long[] ids = new long[lengths.length * longest];
      long[] mask = new long[ids.length];
      for (int i = 0; i < lengths.length; i++) {
        for (int j = 0; j < lengths[i]; j++) {
          ids[i * longest + j] = j == 0 ? 101 : 1000 + random.nextInt(28000);
          mask[i * longest + j] = 1;
        }
      }
      return new Batch(ids, mask, lengths.length, longest);
    }

    public Map<String, Tensor> inputs() {
      return Map.of(
          "input_ids", Tensor.of(ids, size, length),
          "attention_mask", Tensor.of(mask, size, length),
          "token_type_ids", Tensor.of(new long[ids.length], size, length));
    }

    public Map<String, OnnxTensor> peerInputs(OrtEnvironment environment) throws OrtException {
      long[] shape = {size, length};
      Map<String, OnnxTensor> inputs = new TreeMap<>();
      inputs.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape));
      inputs.put(
          "attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape));
      inputs.put(
          "token_type_ids",
          OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape));
      return inputs;
    }
  }

  /** ONNX Runtime on the same file, all optimisations on. */
  public static OrtSession peer(Path onnx, int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    return OrtEnvironment.getEnvironment().createSession(onnx.toString(), options);
  }
}
