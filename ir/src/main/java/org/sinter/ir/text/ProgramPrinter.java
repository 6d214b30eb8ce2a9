package org.sinter.ir.text;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sinter.ir.kernel.Program;

/** Text of a program: its arena's size, constants, kernels, and calls in order. */
public final class ProgramPrinter {
  private final Program program;
  private final ValueNames names;
  private final StringBuilder text = new StringBuilder();

  private ProgramPrinter(Program program) {
    this.program = program;
    this.names = new ValueNames(program.inputs(), program.constants());
  }

  /** The text; large constants that lie in no file are left out, so that it cannot be read back. */
  public static String print(Program program) {
    return print(program, constant -> null);
  }

  /** The text, large constants going to {@code sink}. */
  public static String print(Program program, GraphPrinter.Sink sink) {
    return new ProgramPrinter(program).print(sink);
  }

  private String print(GraphPrinter.Sink sink) {
    text.append("program ").append(Names.title(program.name())).append(inputs());
    text.append(" -> ").append(outputs());
    text.append(SymbolsText.print(program.symbols(), fromZero())).append(" {");
    line("arena " + Types.print(program.arena()));
    program
        .constants()
        .forEach(
            c ->
                line(
                    names.of(c)
                        + " = "
                        + ConstantText.print(c, sink)
                        + " : "
                        + Types.print(c.type())));
    program.kernels().forEach(k -> line(KernelPrinter.print(k, "  ")));
    program.calls().forEach(c -> line(call(c)));
    return text.append("\n}\n").toString();
  }

  private void line(String content) {
    text.append("\n  ").append(content);
  }

  private String inputs() {
    return program.inputs().stream()
        .map(p -> names.of(p) + ": " + Types.print(p.type()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String outputs() {
    return program.outputs().stream()
        .map(o -> Names.name(o.name()) + ": " + Types.print(o.type()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String call(Program.Call call) {
    String places =
        call.places().stream().map(this::place).collect(Collectors.joining(", ", "(", ")"));
    String dims =
        new TreeMap<>(call.dims())
            .entrySet().stream()
                .map(e -> Names.name(e.getKey()) + " = " + Types.print(e.getValue()))
                .collect(Collectors.joining(", "));
    return Names.title(call.kernel()) + places + (dims.isEmpty() ? "" : " {" + dims + "}");
  }

  private String place(Program.Place place) {
    if (place instanceof Program.Input input) {
      return names.of(program.inputs().get(input.index()));
    }
    if (place instanceof Program.Weight weight) {
      return names.of(program.constants().get(weight.index()));
    }
    return place instanceof Program.Result result
        ? Names.name(program.outputs().get(result.index()).name())
        : "arena[" + Types.print(((Program.Arena) place).offset()) + "]";
  }

  private Set<String> fromZero() {
    Set<String> symbols = new TreeSet<>();
    program.inputs().forEach(p -> SymbolsText.add(p.type(), symbols));
    program.outputs().forEach(o -> SymbolsText.add(o.type(), symbols));
    SymbolsText.add(program.symbols(), symbols);
    Types.symbolsFromZero(program.arena(), symbols);
    for (Program.Call call : program.calls()) {
      call.dims().values().forEach(d -> Types.symbolsFromZero(d, symbols));
      for (Program.Place place : call.places()) {
        if (place instanceof Program.Arena arena) {
          Types.symbolsFromZero(arena.offset(), symbols);
        }
      }
    }
    return symbols;
  }
}
