package org.sinter.runtime;

import java.util.List;

/** What model.json says, checked and with its formulas read. */
record Metadata(
    String name,
    List<Port> inputs,
    List<Port> outputs,
    List<Symbol> symbols,
    List<Formula> bounds,
    List<Constraint> constraints,
    List<String> checks,
    Formula arena,
    Formula scratch,
    Slices.Rule slices,
    List<WeightsFile> weights,
    List<LibraryFile> libraries,
    ProfileFile profile) {

  /** An input or output, the formulas of its dims, and those of the room that it may need. */
  record Port(TensorSpec spec, List<Formula> dims, List<Formula> room) {
    String name() {
      return spec.name();
    }

    ElementType type() {
      return spec.type();
    }

    /** The dims for these symbols; a negative dim counts as overflow. */
    long[] shape(long[] values) {
      return evaluate(dims, values);
    }

    /** The largest shape that a run with these symbols can give. */
    long[] room(long[] values) {
      return evaluate(room, values);
    }

    private long[] evaluate(List<Formula> dims, long[] values) {
      long[] shape = new long[dims.size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dims.get(i).evaluate(values);
        if (shape[i] < 0) {
          throw new ArithmeticException("dim " + i + " of " + name() + " is " + shape[i]);
        }
      }
      return shape;
    }

    /** Bytes of a tensor of this shape. */
    long bytes(long[] shape) {
      return Tensor.bytes(type(), shape);
    }
  }

  record WeightsFile(String file, long bytes, String sha256) {}

  /** The table of the kernel calls of a pass, and how many there are. */
  record ProfileFile(String file, int calls, String sha256) {}

  record LibraryFile(String system, String file, String sha256) {}

  /** Kernel calls of a pass that can be told apart. */
  int calls() {
    return profile == null ? 0 : profile.calls();
  }

  /** The library for a system; throws where there is none. */
  LibraryFile library(String system) {
    StringBuilder found = new StringBuilder();
    for (LibraryFile library : libraries) {
      if (library.system().equals(system)) {
        return library;
      }
      found.append(found.length() == 0 ? "" : ", ").append(library.system());
    }
    throw new ModelException(
        "model " + name + " has no code for " + system + ", only for " + found);
  }

  List<TensorSpec> specs(List<Port> ports) {
    TensorSpec[] specs = new TensorSpec[ports.size()];
    for (int i = 0; i < specs.length; i++) {
      specs[i] = ports.get(i).spec();
    }
    return List.of(specs);
  }
}
