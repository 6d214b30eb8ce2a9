package org.sinter.codegen.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.ProgramLayout;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Dim;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Program;

/** The text of {@code model.json}, see {@code docs/abi.md}. */
record Metadata(
    Program program,
    ProgramLayout layout,
    ModelInfo info,
    List<Weights> weights,
    List<Library> libraries,
    Profile profile) {
  private static final int FORMAT = 1;
  private static final int ABI = 3;

  record Weights(String file, long bytes, String sha256) {}

  record Library(String system, String file, String sha256, List<CpuLevel> levels) {}

  /** The table of kernel calls. */
  record Profile(String file, int calls, String sha256) {}

  String text() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("abi", ABI);
    root.put("sinter", info.version());
    root.put("name", info.name());
    root.put("pipeline", info.pipeline());
    root.put("tuning", info.tuning());
    root.put("inputs", program.inputs().stream().map(x -> port(x.name(), x.type())).toList());
    root.put("outputs", program.outputs().stream().map(this::output).toList());
    root.put("symbols", layout.symbols().stream().map(this::symbol).toList());
    root.put(
        "constraints",
        program.symbols().constraints().stream()
            .filter(c -> !isMeasured(c))
            .map(Metadata::constraint)
            .toList());
    root.put("checks", layout.checks());
    root.put("memory", object("arena", layout.arena(), "scratch", layout.scratch()));
    if (info.slices() != null) {
      root.put("slices", object("symbol", info.slices().symbol(), "rows", info.slices().rows()));
    }
    root.put(
        "weights",
        weights.stream()
            .map(x -> object("file", x.file, "bytes", x.bytes, "sha256", x.sha256))
            .toList());
    root.put(
        "libraries",
        libraries.stream()
            .map(
                x ->
                    object(
                        "system",
                        x.system,
                        "file",
                        x.file,
                        "sha256",
                        x.sha256,
                        "levels",
                        x.levels.stream().map(CpuLevel::name).toList()))
            .toList());
    root.put(
        "profile", object("file", profile.file, "calls", profile.calls, "sha256", profile.sha256));
    root.put(
        "sources",
        info.sources().stream().map(x -> object("file", x.file(), "sha256", x.sha256())).toList());
    return JsonText.of(root);
  }

  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  private static Map<String, Object> port(String name, TensorType type) {
    return object(
        "name",
        name,
        "type",
        type.dtype(),
        "shape",
        type.dims().stream().map(Dim::toString).toList());
  }

  /** Room for an output that is cut after the run is told apart from its shape. */
  private Map<String, Object> output(Program.Output output) {
    List<Dim> dims = output.type().dims();
    Map<String, Object> port = port(output.name(), output.type());
    if (dims.stream().anyMatch(program.symbols()::isMeasured)) {
      port.put("room", program.symbols().most(dims).stream().map(Dim::toString).toList());
    }
    return port;
  }

  /** Kernels check those. */
  private boolean isMeasured(Symbols.Constraint constraint) {
    Symbols symbols = program.symbols();
    return symbols.isMeasured(constraint.a()) || symbols.isMeasured(constraint.b());
  }

  private Map<String, Object> symbol(String name) {
    Dim measured = program.symbols().measured().get(name);
    Map<String, Object> object = object("name", name, "min", measured == null ? least(name) : 0);
    Long most = program.symbols().most(name);
    if (most != null) {
      object.put("max", most);
    }
    if (measured != null) {
      object.put("measured", program.symbols().most(measured));
    }
    return object;
  }

  private long least(String name) {
    List<Dim> dims = new ArrayList<>();
    program.inputs().forEach(input -> dims.addAll(input.type().dims()));
    return dims.stream()
        .filter(dim -> name.equals(dim.symbolName()))
        .mapToLong(Dim::lowerBound)
        .findFirst()
        .orElse(1);
  }

  private static String constraint(Symbols.Constraint constraint) {
    return constraint.a() + (constraint.equal() ? " == " : " <= ") + constraint.b();
  }
}
