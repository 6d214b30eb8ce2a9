package org.sinter.frontend.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;

class TensorSetTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"x.safetensors", "x.npz", "x.npy"})
  void comesBack(String name) {
    Tensor tensor = Fixtures.range(DType.F32, 2, 2);
    TensorSet.write(directory.resolve(name), Map.of("x", tensor));
    Map<String, Tensor> back = TensorSet.read(directory.resolve(name));
    assertEquals(Fixtures.text(tensor), Fixtures.text(back.get("x")));
  }

  @Test
  void refusesOtherEndingsAndSeveralInNpy() {
    Map<String, Tensor> two = Map.of("a", Fixtures.range(DType.I8), "b", Fixtures.range(DType.I8));
    for (String name : new String[] {"x.npy", "x.bin", "x"}) {
      Path file = directory.resolve(name);
      assertThrows(CompileException.class, () -> TensorSet.write(file, two));
      assertThrows(CompileException.class, () -> TensorSet.read(file));
    }
  }
}
