package org.sinter.tests.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.interp.ProgramInterpreter;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.text.KernelPrinter;
import org.sinter.ir.text.ProgramPrinter;
import org.sinter.passes.lower.Dots;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Tile;
import org.sinter.tests.targets.Int8Product;

/**
 * The program of each op's file reads back equal, and what was read computes what the graph does.
 */
class ProgramTextTests {
  @TestFactory
  Stream<DynamicTest> programs() throws IOException {
    return FileTests.find(".ir")
        .filter(f -> f.getParent().getFileName().toString().equals("op"))
        .map(f -> dynamicTest(f.getFileName().toString(), () -> run(FileTest.read(f))));
  }

  @Test
  void dotProductsOfMagnitudesAndMasks() {
    Tile tile = Tile.of(32, 16).withDots(Set.of(Dots.SMALL_U8_I8));
    Program program = LowerToKernels.run(Int8Product.graph(16, 20), List.of(tile)).get(0);
    Kernel kernel = program.kernels().get(0);
    String text = KernelPrinter.print(kernel);
    assertTrue(text.contains(", masks["), text);
    assertEquals(kernel, IrReader.kernel("kernel.ir", text));
  }

  private static void run(FileTest test) {
    Graph graph = IrReader.graph(test.file(), test.before());
    Program program = LowerToKernels.run(graph, List.of(Tile.of(32, 16))).get(0);
    String text = ProgramPrinter.print(program);
    Program read = IrReader.program("program.ir", text);
    assertEquals(text, ProgramPrinter.print(read));
    assertEquals(program.kernels(), read.kernels());
    assertEquals(program.calls(), read.calls());
    var inputs = Inputs.of(graph, test.sizes(), 1);
    SameNumbers.check(
        GraphInterpreter.run(graph, inputs), ProgramInterpreter.run(read, inputs), 1e-5);
  }
}
