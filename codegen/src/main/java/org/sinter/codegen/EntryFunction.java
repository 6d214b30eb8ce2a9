package org.sinter.codegen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Stmt;

/** Program → the function that runs its calls in order. */
final class EntryFunction {
  /** A kernel with fewer operations than this is not worth waking other threads for. */
  private static final long PARALLEL_WORK = 30_000;

  private static final long CHUNKS = 32;

  private final Program program;
  private final ProgramLayout layout;
  private final CpuLevel level;
  private final Map<String, Kernel> kernels = new HashMap<>();
  private final Map<String, Operand> symbols = new HashMap<>();
  private final Body body;

  EntryFunction(Program program, ProgramLayout layout, CpuLevel level, Declarations declarations) {
    this.program = program;
    this.layout = layout;
    this.level = level;
    this.body = new Body(declarations, "v", "entry");
    program.kernels().forEach(kernel -> kernels.put(kernel.name(), kernel));
  }

  String text() {
    body.line("%frame = alloca [" + Math.max(1, frameWords()) + " x i64], align 64");
    for (CallBlock field :
        List.of(CallBlock.WEIGHTS, CallBlock.BUFFERS, CallBlock.SYMBOLS, CallBlock.ARENA)) {
      fields.put(field, field.load(body, "ptr"));
    }
    for (String symbol : layout.symbols()) {
      if (!program.symbols().measured().containsKey(symbol)) {
        symbols.put(symbol, element(CallBlock.SYMBOLS, layout.symbols().indexOf(symbol), "i64"));
      }
    }
    mark(-1);
    for (int i = 0; i < program.calls().size(); i++) {
      call(program.calls().get(i));
      mark(i);
    }
    body.jump("end");
    body.start("stopped");
    body.line(
        "%cancelled = cmpxchg ptr "
            + CallBlock.STATUS.address(body).text()
            + ", i64 0, i64 2 monotonic monotonic");
    body.jump("end");
    body.start("end");
    Operand status = body.convert("trunc", CallBlock.STATUS.watch(body), "i32");
    body.line("ret " + status.typed());
    return "define i32 @" + level.entry() + "(ptr %call) {\nentry:\n" + body.text() + "}\n";
  }

  private final Map<CallBlock, Operand> fields = new HashMap<>();

  private int frameWords() {
    return kernels.values().stream().mapToInt(EntryFunction::frameWords).max().orElse(0);
  }

  private static int frameWords(Kernel kernel) {
    KernelNames names = KernelNames.of(kernel);
    return kernel.buffers().size() + names.symbols().size() + names.measured().size();
  }

  private void call(Program.Call call) {
    Kernel kernel = kernels.get(call.kernel());
    if (kernel == null || kernel.buffers().size() != call.places().size()) {
      throw new IllegalStateException("call of " + call + " does not fit a kernel");
    }
    stopIfEnded();
    Dims dims = new Dims(body, this::symbol);
    fillFrame(call, kernel, dims);
    run(call, kernel, dims);
  }

  /** Lets the runtime note the time that call {@code index} took, where somebody wants to know. */
  private void mark(int index) {
    body.line("call void @sinter_mark(ptr %call, i64 " + index + ")");
  }

  /** A failed check or a cancelled run ends here. */
  private void stopIfEnded() {
    Operand status = CallBlock.STATUS.watch(body);
    Operand cancel = CallBlock.CANCEL.watch(body);
    Operand ended = body.compare("ne", body.binary("or", status, cancel), Operand.ZERO);
    String go = body.label("go");
    body.branch(ended, "stopped", go);
    body.start(go);
  }

  private void fillFrame(Program.Call call, Kernel kernel, Dims dims) {
    int word = 0;
    for (Program.Place place : call.places()) {
      store(word++, address(place, dims));
    }
    KernelNames names = KernelNames.of(kernel);
    for (String symbol : names.symbols()) {
      store(word++, dims.of(call.dims().getOrDefault(symbol, Dim.symbol(symbol))));
    }
    for (String symbol : names.measured()) {
      Dim renamed = call.dims().get(symbol);
      String name = renamed == null ? symbol : renamed.symbolName();
      store(word++, Operand.index(symbolNumber(name)));
    }
  }

  private void store(int word, Operand value) {
    Operand address = body.assign("ptr", 1, "getelementptr inbounds i64, ptr %frame, i64 " + word);
    body.line("store " + value.typed() + ", " + address.typed() + ", align 8");
  }

  private Operand address(Program.Place place, Dims dims) {
    if (place instanceof Program.Input input) {
      return element(CallBlock.BUFFERS, input.index(), "ptr");
    }
    if (place instanceof Program.Result result) {
      return element(CallBlock.BUFFERS, program.inputs().size() + result.index(), "ptr");
    }
    if (place instanceof Program.Weight weight) {
      WeightLayout.Place at = layout.weights().places().get(weight.index());
      return plus(element(CallBlock.WEIGHTS, at.file(), "ptr"), Operand.index(at.offset()));
    }
    return plus(fields.get(CallBlock.ARENA), dims.of(((Program.Arena) place).offset()));
  }

  private Operand plus(Operand address, Operand bytes) {
    return body.assign(
        "ptr", 1, "getelementptr inbounds i8, " + address.typed() + ", " + bytes.typed());
  }

  private Operand element(CallBlock array, int index, String type) {
    Operand address =
        body.assign(
            "ptr",
            1,
            "getelementptr inbounds i64, " + fields.get(array).typed() + ", i64 " + index);
    return body.assign(type, 1, "load " + type + ", " + address.typed() + ", align 8");
  }

  /** A measured symbol is read where it is used, after the kernel that measured it. */
  private Operand symbol(String name) {
    Operand value = symbols.get(name);
    return value != null ? value : element(CallBlock.SYMBOLS, symbolNumber(name), "i64");
  }

  private int symbolNumber(String name) {
    int number = layout.symbols().indexOf(name);
    if (number < 0) {
      throw new IllegalStateException("symbol " + name + " is neither an input's nor measured");
    }
    return number;
  }

  private void run(Program.Call call, Kernel kernel, Dims dims) {
    String name = KernelFunction.name(kernel);
    Stmt.For loop = KernelFunction.parallelLoop(kernel);
    if (loop == null) {
      body.line("call void " + name + "(ptr %call, ptr %frame, i64 0, i64 1, i64 0)");
      return;
    }
    Operand count = dims.of(renamed(call, Work.extent(loop.extent())));
    Operand work = dims.of(renamed(call, Work.of(kernel)));
    Operand small = body.compare("slt", work, Operand.index(PARALLEL_WORK));
    Operand share = body.binary("sdiv", count, Operand.index(CHUNKS));
    Operand grain = body.select(small, count, body.intrinsic("smax", share, Operand.index(1)));
    body.line(
        "call void @sinter_parallel(ptr %call, ptr "
            + name
            + ", ptr %frame, "
            + count.typed()
            + ", "
            + grain.typed()
            + ")");
  }

  private static Dim renamed(Program.Call call, Dim dim) {
    return dim.substitute(name -> call.dims().get(name));
  }
}
