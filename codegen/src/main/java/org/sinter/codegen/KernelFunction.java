package org.sinter.codegen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;

/**
 * Kernel → two LLVM functions: {@code k_NAME} unpacks the frame and calls {@code body_NAME}, whose
 * parameters state that no two buffers overlap.
 */
final class KernelFunction {
  private final Kernel kernel;
  private final CpuLevel level;
  private final KernelNames names;
  private final Locals locals;
  private final Declarations declarations;
  private final Map<String, Integer> checks;

  KernelFunction(
      Kernel kernel, CpuLevel level, Declarations declarations, Map<String, Integer> checks) {
    this.kernel = kernel;
    this.level = level;
    this.names = KernelNames.of(kernel);
    this.locals = Locals.of(kernel);
    this.declarations = declarations;
    this.checks = checks;
  }

  static String name(Kernel kernel) {
    return quoted("k_" + kernel.name());
  }

  private static String quoted(String name) {
    if (name.matches("[A-Za-z0-9_.$-]+")) {
      return "@" + name;
    }
    StringBuilder text = new StringBuilder("@\"");
    for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      boolean plain = b >= ' ' && b < 127 && b != '"' && b != '\\';
      text.append(plain ? String.valueOf((char) b) : "\\%02X".formatted(b & 0xff));
    }
    return text.append('"').toString();
  }

  String text() {
    try {
      return unpacking() + "\n" + work() + "\n";
    } catch (IllegalStateException e) {
      throw new IllegalStateException("kernel " + kernel.name() + ": " + e.getMessage(), e);
    }
  }

  // The outer function: frame words become arguments.

  private String unpacking() {
    Body body = new Body(declarations, "v", "entry");
    List<Operand> arguments = new ArrayList<>();
    int word = 0;
    for (int i = 0; i < kernel.buffers().size(); i++) {
      arguments.add(word(body, word++, "ptr"));
    }
    Map<String, Operand> symbols = new HashMap<>();
    for (String symbol : names.symbols()) {
      Operand value = word(body, word++, "i64");
      symbols.put(symbol, value);
      arguments.add(value);
    }
    for (int i = 0; i < names.measured().size(); i++) {
      arguments.add(word(body, word++, "i64"));
    }
    arguments.addAll(scratch(body, new Dims(body, symbols::get)));
    arguments.add(new Operand("i64", 1, "%begin"));
    arguments.add(new Operand("i64", 1, "%end"));
    String list = String.join(", ", arguments.stream().map(Operand::typed).toList());
    body.line("call void " + workName() + "(ptr %call" + (list.isEmpty() ? "" : ", ") + list + ")");
    body.line("ret void");
    return "define internal void "
        + name(kernel)
        + "(ptr %call, ptr %frame, i64 %begin, i64 %end, i64 %worker) {\nentry:\n"
        + body.text()
        + "}\n";
  }

  private static Operand word(Body body, int index, String type) {
    Operand address = body.assign("ptr", 1, "getelementptr inbounds i64, ptr %frame, i64 " + index);
    return body.assign(type, 1, "load " + type + ", " + address.typed() + ", align 8");
  }

  private List<Operand> scratch(Body body, Dims dims) {
    List<Operand> addresses = new ArrayList<>();
    Operand base = null;
    for (Locals.Local local : locals.all().values()) {
      if (!local.onStack()) {
        base = base == null ? workerScratch(body) : base;
        Operand offset = dims.of(local.offset());
        addresses.add(
            body.assign(
                "ptr", 1, "getelementptr inbounds i8, " + base.typed() + ", " + offset.typed()));
      }
    }
    return addresses;
  }

  private static Operand workerScratch(Body body) {
    Operand bytes = CallBlock.SCRATCH_BYTES.load(body, "i64");
    Operand offset = Index.multiply(body, new Operand("i64", 1, "%worker"), bytes);
    Operand scratch = CallBlock.SCRATCH.load(body, "ptr");
    return body.assign(
        "ptr", 1, "getelementptr inbounds i8, " + scratch.typed() + ", " + offset.typed());
  }

  // The inner function.

  private String workName() {
    return quoted("body_" + kernel.name());
  }

  private String work() {
    List<String> parameters = new ArrayList<>(List.of("ptr %call"));
    Map<Buffer, String> pointers = new HashMap<>();
    for (int i = 0; i < kernel.buffers().size(); i++) {
      Buffer buffer = kernel.buffers().get(i);
      boolean written = kernel.writes(buffer);
      parameters.add("ptr noalias " + (written ? "" : "readonly ") + "%b" + i);
      pointers.put(buffer, "%b" + i);
    }
    Map<String, Operand> symbols = integers(parameters, names.symbols(), "s");
    Map<String, Operand> measured = integers(parameters, names.measured(), "m");
    Body first = new Body(declarations, "p", "entry");
    for (Locals.Local local : locals.all().values()) {
      if (local.onStack()) {
        first.line(allocation(local));
      } else {
        parameters.add("ptr noalias align 64 %" + local.register());
      }
    }
    parameters.add("i64 %begin");
    parameters.add("i64 %end");
    Body body = new Body(declarations, "v", "start");
    Dims dims = new Dims(first, symbols::get);
    Context context = new Context(level, first, body, dims, locals, measured, checks);
    write(context, pointers);
    return "define internal void "
        + workName()
        + "("
        + String.join(", ", parameters)
        + ") noinline {\nentry:\n"
        + first.text()
        + "  br label %start\nstart:\n"
        + body.text()
        + "  ret void\n}\n";
  }

  private static Map<String, Operand> integers(
      List<String> parameters, Iterable<String> names, String prefix) {
    Map<String, Operand> values = new HashMap<>();
    for (String name : names) {
      Operand value = new Operand("i64", 1, "%" + prefix + values.size());
      values.put(name, value);
      parameters.add(value.typed());
    }
    return values;
  }

  private static String allocation(Locals.Local local) {
    return "%%%s = alloca [%d x %s], align 64"
        .formatted(
            local.register(), local.elements().value(), Operand.memory(local.buffer().dtype()));
  }

  private void write(Context context, Map<Buffer, String> pointers) {
    Map<Buffer, Storage> buffers = new HashMap<>();
    for (Buffer buffer : kernel.buffers()) {
      buffers.put(
          buffer, Storage.of(buffer, pointers.get(buffer), 1, context.first(), context.dims()));
    }
    Statements statements = new Statements(context, new Scope(Map.of(), buffers, null, null));
    Stmt.For loop = parallelLoop(kernel);
    if (loop == null) {
      kernel.body().accept(statements);
    } else {
      statements.serial(loop, new Operand("i64", 1, "%begin"), new Operand("i64", 1, "%end"));
    }
  }

  /** The outermost loop when it is parallel, else null: the kernel runs as a whole. */
  static Stmt.For parallelLoop(Kernel kernel) {
    Stmt body = kernel.body();
    while (body instanceof Stmt.Block block && block.body().size() == 1) {
      body = block.body().get(0);
    }
    return body instanceof Stmt.For loop && loop.kind() == Stmt.Kind.PARALLEL ? loop : null;
  }
}
