package org.sinter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;

/** Bisect names the weight that was ruined, and writes a pipeline without it. */
class BisectCommandTest extends CommandTest {
  private static final int WIDTH = 32;

  @TempDir Path directory;

  /**
   * Three layers of two products. In layer {@code ruined} the second one multiplies an element that
   * is always zero by numbers so large that in 8 bits nothing is left of the others.
   */
  private Path model(int ruined) throws IOException {
    Random random = new Random(3);
    Map<String, Tensor> weights = new TreeMap<>();
    StringBuilder text = new StringBuilder("graph(%x: f32[rows, 32]) {\n");
    String last = "%x";
    for (int i = 0; i < 6; i++) {
      String name = "layer." + i / 2 + (i % 2 == 0 ? ".up" : ".down");
      weights.put(name, weight(random, i == 2 * ruined, i == 2 * ruined + 1));
      text.append("  %" + name + " = constant {file = \"w.safetensors\", name = \"" + name + "\"}");
      text.append(" : f32[32, 32]\n  %" + i + " = mat-mul " + last + " %" + name);
      text.append(" : f32[rows, 32]\n");
      last = "%" + i;
    }
    TensorSet.write(directory.resolve("w.safetensors"), weights);
    return Files.writeString(
        directory.resolve("model.ir"), text + "  return " + last + " as y\n}\n");
  }

  private static Tensor weight(Random random, boolean silent, boolean loud) {
    float[] values = new float[WIDTH * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 6;
      values[i] = silent && i % WIDTH == 0 ? 0 : loud && i < WIDTH ? 1e4f : values[i];
    }
    return Tensor.of(values, WIDTH, WIDTH);
  }

  private static String first(String text, String after) {
    String rest = text.substring(text.indexOf(after));
    return rest.lines().skip(1).filter(l -> !l.isBlank()).findFirst().orElse("");
  }

  @Test
  void namesTheRuinedLayerAndItsWeightFirst() throws IOException {
    for (int ruined : new int[] {0, 2}) {
      Path model = model(ruined);
      Path better = directory.resolve("better.pipeline");
      String pipeline = "standard, quantize {least = 1}";
      out.getBuffer().setLength(0);
      int code = sinter("bisect", model, "--pipeline", pipeline, "--write", better);
      assertEquals(0, code, err::toString);
      String text = out.toString();
      assertTrue(text.contains("quantize adds most"), text);
      assertTrue(first(text, "layer  ").startsWith("layer." + ruined + " "), text);
      String weight = "layer." + ruined + ".down";
      assertTrue(first(text, "weight  ").startsWith(weight + " "), text);
      assertTrue(text.contains("with " + weight + " left as it is:"), text);
      String written = Files.readString(better);
      String except = "{least = 1, except = [" + weight + "]}\n";
      assertTrue(written.endsWith("\npipeline chosen = standard, quantize " + except), written);
      assertEquals(0, sinter("opt", model, "--pipeline", better), err::toString);
    }
  }

  @Test
  void jsonHasTheLossWithoutTheExceptions() throws IOException {
    int code =
        sinter("bisect", model(1), "--pipeline", "quantize {least = 1}", "--json", "--except", "1");
    assertEquals(0, code, err::toString);
    assertTrue(number("remaining") < number("loss") / 10, out.toString());
    assertTrue(number("remaining") > 0, out.toString());
  }

  private double number(String name) {
    Matcher found = Pattern.compile("\"" + name + "\": ([-0-9.Ee]+)").matcher(out.toString());
    assertTrue(found.find(), out.toString());
    return Double.parseDouble(found.group(1));
  }

  @Test
  void withoutLossThereIsNothingToDivide() throws IOException {
    assertEquals(0, sinter("bisect", model(1), "--pipeline", "standard"), err::toString);
    assertTrue(out.toString().contains("no pass loses anything"), out.toString());
    assertEquals(1, sinter("bisect", model(1), "--pipeline", "standard", "--pass", "quantize"));
    assertTrue(err.toString().contains("no pass quantize changes the model"), err.toString());
    assertEquals(1, sinter("bisect", model(1), "--pipeline", "to-bf16", "--metric", "spearman"));
    assertTrue(err.toString().contains("--metric spearman: there are"), err.toString());
  }
}
