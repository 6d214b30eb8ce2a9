package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.sinter.frontend.text.IrParser.BuffersContext;
import org.sinter.frontend.text.IrParser.CallContext;
import org.sinter.frontend.text.IrParser.KnownContext;
import org.sinter.frontend.text.IrParser.NodeContext;
import org.sinter.frontend.text.IrParser.OffsetContext;
import org.sinter.frontend.text.IrParser.OutputContext;
import org.sinter.frontend.text.IrParser.PlaceContext;
import org.sinter.frontend.text.IrParser.ProgramContext;
import org.sinter.frontend.text.IrParser.RenameContext;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;

/** One program of a parse tree. */
final class ProgramReader {
  private final SourceText source;
  private final ConstantReader constants;
  private final SymbolScope scope = new SymbolScope();
  private final DimReader dims = new DimReader(scope);
  private final TypeReader types = new TypeReader(dims);
  private final Map<String, Program.Place> values = new HashMap<>();
  private final Map<String, Program.Place> results = new HashMap<>();
  private final Map<String, Kernel> kernels = new HashMap<>();

  ProgramReader(SourceText source, ConstantReader constants) {
    this.source = source;
    this.constants = constants;
  }

  Program read(ProgramContext program) {
    KnowledgeReader knowledge = new KnowledgeReader(scope, dims);
    knowledge.declare(program.knowledge());
    List<Param> inputs = new ArrayList<>();
    for (IrParser.ParamContext param : program.param()) {
      Token at = param.VALUE().getSymbol();
      define(values, at, Literals.value(at), new Program.Input(inputs.size()));
      inputs.add(new Param(Literals.plain(at), types.type(param.type())));
    }
    Symbols symbols = knowledge.read(program.knowledge());
    return new Program(
        Literals.title(program.title()),
        inputs,
        outputs(program.buffers()),
        program.node().stream().map(this::constant).toList(),
        program.kernel().stream().map(this::kernel).toList(),
        program.call().stream().map(this::call).toList(),
        dims.sum(program.sum()),
        symbols);
  }

  private static void define(
      Map<String, Program.Place> names, Token at, String name, Program.Place place) {
    if (names.putIfAbsent(name, place) != null) {
      throw new Fault(at, at.getText() + " is defined twice");
    }
  }

  private List<Program.Output> outputs(BuffersContext buffers) {
    List<Program.Output> outputs = new ArrayList<>();
    if (buffers != null) {
      for (IrParser.BufferContext buffer : buffers.buffer()) {
        String name = Literals.name(buffer.name());
        define(results, buffer.getStart(), name, new Program.Result(outputs.size()));
        outputs.add(new Program.Output(name, types.type(buffer.type())));
      }
    }
    return outputs;
  }

  private Constant constant(NodeContext node) {
    Token at = node.defined.get(0);
    boolean one = node.defined.size() == 1 && node.operand.isEmpty() && node.type().size() == 1;
    if (!one || !node.title().getText().equals("constant")) {
      throw new Fault(node.title().getStart(), "a program has only constants and kernels");
    }
    TensorType type = types.type(node.type(0));
    AttributeReader attributes =
        new AttributeReader(
            dims,
            graph -> {
              throw new Fault(graph.getStart(), "a graph is no attribute of a constant");
            });
    long index = values.values().stream().filter(Program.Weight.class::isInstance).count();
    define(values, at, Literals.value(at), new Program.Weight((int) index));
    try {
      return constants.read(Literals.plain(at), attributes.read(node.attributes()), type);
    } catch (IllegalArgumentException e) {
      throw new Fault(node.title().getStart(), e.getMessage());
    }
  }

  private Kernel kernel(IrParser.KernelContext kernel) {
    Kernel read = new KernelReader(source).read(kernel);
    if (kernels.putIfAbsent(read.name(), read) != null) {
      throw new Fault(kernel.title().getStart(), "kernel " + read.name() + " is defined twice");
    }
    return read;
  }

  private Program.Call call(CallContext call) {
    String name = Literals.title(call.title());
    Kernel kernel = kernels.get(name);
    if (kernel == null) {
      throw new Fault(call.getStart(), "unknown kernel " + name);
    }
    if (kernel.buffers().size() != call.place().size()) {
      throw new Fault(
          call.getStart(),
          name + " has " + kernel.buffers().size() + " buffers, not " + call.place().size());
    }
    Map<String, Dim> renamed = new HashMap<>();
    for (RenameContext rename : call.rename()) {
      renamed.put(Literals.name(rename.name()), dims.sum(rename.sum()));
    }
    return new Program.Call(name, call.place().stream().map(this::place).toList(), renamed);
  }

  private Program.Place place(PlaceContext place) {
    if (place instanceof OffsetContext offset) {
      return new Program.Arena(dims.sum(offset.sum()));
    }
    Program.Place found =
        place instanceof KnownContext known
            ? values.get(Literals.value(known.VALUE().getSymbol()))
            : results.get(Literals.name(((OutputContext) place).name()));
    if (found == null) {
      throw new Fault(place.getStart(), "unknown place " + place.getText());
    }
    return found;
  }
}
