package org.sinter.tests.targets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.cli.Compiler;
import org.sinter.codegen.LevelModule;
import org.sinter.codegen.ProgramLayout;
import org.sinter.codegen.WeightLayout;
import org.sinter.codegen.llvm.Assembler;
import org.sinter.codegen.llvm.Emulator;
import org.sinter.codegen.llvm.Executable;
import org.sinter.codegen.llvm.RuntimeBitcode;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Program;

/** A model's AArch64 code, linked with {@code driver.c} into a program that QEMU runs. */
final class EmulatedModel {
  private static final System SYSTEM = System.LINUX_AARCH64;
  private static final Path DRIVER = Path.of("src/test/c/driver.c");

  private final Path emulator;
  private final Program program;
  private final ProgramLayout layout;
  private final byte[] executable;

  EmulatedModel(Path emulator, Graph graph) {
    this(emulator, graph, CpuLevel.NEON);
  }

  EmulatedModel(Path emulator, Graph graph, CpuLevel level) {
    this.emulator = emulator;
    this.program = Compiler.lower(graph, Set.of(level)).at(level);
    this.layout = ProgramLayout.of(program);
    String text = LevelModule.emit(program, layout, level);
    String named = text.replace("@" + level.entry() + "(", "@" + CpuLevel.NEON.entry() + "(");
    byte[] code = new Assembler(SYSTEM, level).object(named);
    byte[] driver = Executable.object(SYSTEM, DRIVER);
    this.executable = Executable.link(List.of(code, RuntimeBitcode.object(SYSTEM), driver));
  }

  Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Long> symbols = symbols(inputs);
    ByteBuffer output =
        ByteBuffer.wrap(Emulator.run(emulator, executable, blob(inputs, symbols)))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (output.getLong() != 0) {
      throw new IllegalArgumentException(layout.checks().get((int) output.getLong()));
    }
    output.getLong();
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (Program.Output out : program.outputs()) {
      long[] shape = out.type().dims().stream().mapToLong(d -> at(d, symbols)).toArray();
      int bytes = Math.toIntExact(Tensor.size(shape) * out.type().dtype().bytes());
      ByteBuffer part = output.slice(output.position(), bytes);
      output.position(output.position() + bytes);
      results.put(out.name(), new Tensor(out.type().dtype(), shape, part));
    }
    return results;
  }

  private Map<String, Long> symbols(Map<String, Tensor> inputs) {
    Map<String, Long> symbols = new HashMap<>();
    program
        .inputs()
        .forEach(
            input -> {
              long[] shape = inputs.get(input.name()).shape();
              for (int i = 0; i < shape.length; i++) {
                if (input.type().dim(i).symbolName() != null) {
                  symbols.put(input.type().dim(i).symbolName(), shape[i]);
                }
              }
            });
    return symbols;
  }

  private static long at(Dim dim, Map<String, Long> symbols) {
    return dim.evaluate(symbols::get);
  }

  /** What {@code driver.c} reads. */
  private byte[] blob(Map<String, Tensor> inputs, Map<String, Long> symbols) {
    List<ByteBuffer> parts = new ArrayList<>(weights());
    program.inputs().forEach(input -> parts.add(inputs.get(input.name()).bytes()));
    List<Long> words = new ArrayList<>();
    words.add((long) layout.weights().files().size());
    words.add((long) program.inputs().size());
    words.add((long) program.outputs().size());
    words.add((long) layout.symbols().size());
    words.add(at(program.arena(), symbols));
    words.add(at(layout.scratch(), symbols));
    parts.forEach(part -> words.add((long) part.remaining()));
    program
        .outputs()
        .forEach(out -> words.add(at(out.type().size(), symbols) * out.type().dtype().bytes()));
    layout.symbols().forEach(name -> words.add(symbols.get(name)));
    int bytes = 8 * words.size() + parts.stream().mapToInt(ByteBuffer::remaining).sum();
    ByteBuffer blob = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    words.forEach(blob::putLong);
    parts.forEach(blob::put);
    return blob.array();
  }

  private List<ByteBuffer> weights() {
    List<ByteBuffer> files = new ArrayList<>();
    layout
        .weights()
        .files()
        .forEach(bytes -> files.add(ByteBuffer.allocate(Math.toIntExact(bytes))));
    for (int i = 0; i < program.constants().size(); i++) {
      WeightLayout.Place place = layout.weights().places().get(i);
      ByteBuffer file = files.get(place.file()).duplicate().position((int) place.offset());
      WeightLayout.read(program.constants().get(i).elements(), file::put);
    }
    return files;
  }
}
