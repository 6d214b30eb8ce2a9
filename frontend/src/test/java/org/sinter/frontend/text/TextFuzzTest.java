package org.sinter.frontend.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sinter.frontend.Mutations;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.text.GraphPrinter;
import org.sinter.ir.text.KernelPrinter;
import org.sinter.ir.text.ProgramPrinter;

/** Damaged text: a reader gives something that prints and reads back, or says what is wrong. */
class TextFuzzTest {
  private static final String GRAPH =
      """
      graph g(%x: f32[batch, seq, 4], %"a b": i64[past + seq, 4*batch - 1]) where past >= 0, seq <= 512, measured found <= 4*batch requires batch*seq = past {
        %g = constant {values = [1.0, -0.0, inf, nan]} : f32[4]
        %0 = layer-norm {epsilon = 1.0e-12} %x %g : f32[batch, seq, 4]
        %1, %2 = top-k {axis = -1, k = 3, largest = true} %0 : f32[batch, seq, 3], i64[batch, seq, 3]
        %3 = apply {function = tanh} %0 : f32[batch, seq, 4]
        %4 = reshape {shape = [batch*seq, floordiv(8, 4), 2]} %3 : f32[batch*seq, 2, 2]
        %5 = slice {starts = [0, 1, 0], sizes = [batch*seq, 1, 2], steps = [1, 1, 1]} %4 : f32[batch*seq, 1, 2]
        %6 = windows {kernel = [1], strides = [1], dilations = [1]} %5 : f32[batch*seq, 1, 2, 1]
        %7 = reduce {reducer = sum, axes = [0, -1], keep = false} %6 : f32[1, 2]
        %8 = mat-mul %4 %4 : f32[batch*seq, 2, 2]
        %9 = fill {dtype = f32, shape = [], value = 0.5} : f32[]
        %10 = pad {before = [0, 0], after = [1, -1]} %7 %9 : f32[2, 1]
        return %1, %3 as last_hidden_state, %2 as "a b", %g, %8, %10
      }
      """;
  private static final String PROGRAM =
      """
      program g(%x: f32[seq, 4]) -> (y: f32[seq, 4]) where seq <= 9, measured n <= seq {
        arena 64*seq + 64
        %w = constant {values = [1.0, 2.0, 3.0, 4.0]} : f32[4]
        kernel scale-0(in0: f32[m, 4], in1: f32[4]) -> (out0: f32[m, 4]) {
          parallel i < m {
            vector j < 4 {
              out0[i, j] = in0[i, j] * in1[j] + cast(f32, size(2*m))
            }
          }
        }
        scale-0(%x, %w, arena[64]) {m = seq}
        scale-0(arena[64], %w, y) {m = seq}
      }
      """;
  private static final String PIPELINE =
      "pipeline a = b, c-d {x = 1, y = [1.5, \"z\\u0041\", true]} // comment\npipeline e = a, f, a";

  @Test
  void graphs() {
    Graph valid = IrReader.graph("fuzz", GRAPH);
    int count = Mutations.count(5000);
    fuzz(GraphPrinter.print(valid), count, text -> checkGraph(IrReader.graph("fuzz", text)));
  }

  private static void checkGraph(Graph graph) {
    String text = GraphPrinter.print(graph);
    assertTrue(GraphPrinter.print(IrReader.graph("again", text)).equals(text), text);
  }

  @Test
  void kernels() {
    int count = Mutations.count(5000);
    for (int seed = 0; seed < 5; seed++) {
      String valid = KernelPrinter.print(new RandomKernel(seed).kernel());
      fuzz(valid, count / 5, text -> checkKernel(IrReader.kernel("fuzz", text)));
    }
  }

  @Test
  void programs() {
    fuzz(
        PROGRAM,
        Mutations.count(5000) / 2,
        text -> {
          String printed = ProgramPrinter.print(IrReader.program("fuzz", text));
          Program again = IrReader.program("again", printed);
          assertTrue(ProgramPrinter.print(again).equals(printed), printed);
        });
  }

  private static void checkKernel(Kernel kernel) {
    String text = KernelPrinter.print(kernel);
    assertTrue(IrReader.kernel("again", text).equals(kernel), text);
  }

  @Test
  void pipelines() {
    fuzz(
        PIPELINE,
        Mutations.count(5000),
        text -> {
          String printed = PipelineReader.read("fuzz", text).toString();
          PipelineReader.read("fuzz", text).steps();
          assertTrue(PipelineReader.read("again", printed).toString().equals(printed), printed);
        });
  }

  private static void fuzz(String valid, int count, Consumer<String> reader) {
    int refused = 0;
    for (int seed = 0; seed < count; seed++) {
      String text = seed % 2 == 0 ? bytes(valid, seed) : words(valid, new Random(seed));
      try {
        reader.accept(text);
      } catch (CompileException e) {
        refused++;
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
    Mutations.report(count, "text");
    assertTrue(refused > count / 5 && refused < count, refused + " of " + count + " refused");
  }

  private static String bytes(String valid, int seed) {
    byte[] damaged = new Mutations(seed).mutate(valid.getBytes(StandardCharsets.UTF_8));
    return new String(damaged, StandardCharsets.UTF_8);
  }

  /** Exchanges, doubles or drops words, so that more of the text stays well formed. */
  private static String words(String valid, Random random) {
    List<String> words = new ArrayList<>(List.of(valid.split("(?<=\\W)|(?=\\W)")));
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(words.size());
      String other = words.get(random.nextInt(words.size()));
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, other);
        default -> words.set(at, other);
      }
    }
    return String.join("", words);
  }
}
