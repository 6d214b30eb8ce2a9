package org.sinter.tests.shapes;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Tensor;

/** A model of some architecture and size, and inputs for it. */
public record Shape(String name, Architecture architecture, Size size) {
  /** {@code bert}, {@code vit} or {@code gpt2}. */
  public static Shape base(String name) {
    return new Shape(name, architecture(name, 14), Size.BASE);
  }

  static Shape small(String name) {
    return new Shape("small-" + name, architecture(name, 3), Size.SMALL);
  }

  private static Architecture architecture(String name, int patches) {
    return switch (name) {
      case "bert" -> new Bert();
      case "vit" -> new Vit(patches);
      case "gpt2" -> new Gpt2();
      default -> throw new IllegalArgumentException("no model " + name + ": bert, vit or gpt2");
    };
  }

  /** The ONNX file, written unless it lies there. */
  public Path onnx(Path directory) throws java.io.IOException {
    return architecture.write(directory, name, size);
  }

  /** Tokens of a text as long as asked for; a picture has its own number. */
  public int tokens(int length) {
    return architecture instanceof Vit vit ? vit.tokens() : length;
  }

  public double flops(int batch, int length) {
    return size.flops(batch, tokens(length));
  }

  /** Seeded pixels, or token ids where the texts of {@code lengths} are padded on the right. */
  public Map<String, Tensor> inputs(int... lengths) {
    return architecture instanceof Vit vit ? pixels(vit, lengths.length) : texts(lengths);
  }

  private static Map<String, Tensor> pixels(Vit vit, int batch) {
    Random random = new Random(batch);
    int side = (int) Math.sqrt(vit.tokens() - 1) * Vit.PATCH;
    float[] pixels = new float[batch * 3 * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Map.of("pixel_values", Tensor.of(pixels, batch, 3, side, side));
  }

  private Map<String, Tensor> texts(int... lengths) {
    int longest = Arrays.stream(lengths).max().orElseThrow();
    long[] ids =
        new Random(longest).longs(lengths.length * (long) longest, 0, size.words()).toArray();
    long[] mask = new long[ids.length];
    for (int i = 0; i < lengths.length; i++) {
      Arrays.fill(mask, i * longest, i * longest + lengths[i], 1);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", Tensor.of(ids, lengths.length, longest));
    if (architecture instanceof Bert) {
      inputs.put("attention_mask", Tensor.of(mask, lengths.length, longest));
      inputs.put("token_type_ids", Tensor.of(new long[ids.length], lengths.length, longest));
    }
    return inputs;
  }

  /** The same inputs for ONNX Runtime. */
  public static Map<String, OnnxTensor> peer(Map<String, Tensor> inputs) throws OrtException {
    OrtEnvironment here = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> peer = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      Tensor t = input.getValue();
      peer.put(
          input.getKey(),
          t.type() == ElementType.F32
              ? OnnxTensor.createTensor(here, FloatBuffer.wrap(t.floats()), t.shape())
              : OnnxTensor.createTensor(here, LongBuffer.wrap(t.longs()), t.shape()));
    }
    return peer;
  }
}
