package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.cli.Compiler;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.runtime.Model;
import org.sinter.tests.targets.SmallTransformer;

/** The model jar of {@link SmallTransformer}, and what it must give. */
final class SmallJar {
  private SmallJar() {}

  static Path write(Path jar) throws IOException {
    Map<System, List<CpuLevel>> targets = Map.of(System.LINUX_X86_64, List.of(CpuLevel.V2));
    ModelInfo info = new ModelInfo("small", "0.1.0", "", List.of(), null);
    Compiler.write(
        jar,
        Compiler.lower(SmallTransformer.graph(), java.util.Set.of(CpuLevel.V2)),
        info,
        targets,
        (stage, done, total) -> {});
    return jar;
  }

  static float[] run(Model model) {
    Map<String, org.sinter.runtime.Tensor> inputs = new LinkedHashMap<>();
    SmallTransformer.inputs(9, 4)
        .forEach(
            (name, tensor) -> {
              long[] values = new long[(int) tensor.size()];
              java.util.Arrays.setAll(values, tensor::integer);
              inputs.put(name, org.sinter.runtime.Tensor.of(values, tensor.shape()));
            });
    return model.run(inputs).get("last_hidden_state").floats();
  }

  static void check(float[] found) {
    Tensor expected =
        GraphInterpreter.run(SmallTransformer.graph(), SmallTransformer.inputs(9, 4))
            .get("last_hidden_state");
    assertEquals(expected.size(), found.length);
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected.real(i), found[i], 1e-4, "element " + i);
    }
  }
}
