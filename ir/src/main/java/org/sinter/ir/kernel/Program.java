package org.sinter.ir.kernel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;

/**
 * A whole model at the loop level: calls of kernels in order, over inputs, outputs, constants and
 * one arena.
 *
 * @param inputs the graph's parameters
 * @param outputs name and type of each result; types may hold measured symbols
 * @param constants what calls read beside the arena; the same constant is one entry
 * @param arena bytes of the arena as a formula of the symbols
 * @param symbols ranges, measured symbols and constraints
 */
public record Program(
    String name,
    List<Param> inputs,
    List<Output> outputs,
    List<Constant> constants,
    List<Kernel> kernels,
    List<Call> calls,
    Dim arena,
    Symbols symbols) {

  public Program {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = List.copyOf(constants);
    kernels = List.copyOf(kernels);
    calls = List.copyOf(calls);
  }

  /** A named result. */
  public record Output(String name, TensorType type) {}

  /**
   * Runs a kernel: one place for each of its buffers. {@code dims} renames the kernel's symbols to
   * expressions of the program's, so that calls of different sizes share a kernel. {@code work} is
   * no part of what it does, and not of its text.
   */
  public record Call(String kernel, List<Place> places, Map<String, Dim> dims, Work work) {
    public Call {
      places = List.copyOf(places);
      dims = Map.copyOf(dims);
    }

    public Call(String kernel, List<Place> places, Map<String, Dim> dims) {
      this(kernel, places, dims, Work.NONE);
    }

    /** Equal calls do the same; how much that is said to be does not matter. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Call c
          && kernel.equals(c.kernel)
          && places.equals(c.places)
          && dims.equals(c.dims);
    }

    @Override
    public int hashCode() {
      return Objects.hash(kernel, places, dims);
    }
  }

  /**
   * What a call has to do, whatever its kernel does on top of it.
   *
   * @param origin the node of the model's source that it stands for, may be empty
   * @param flops multiplications and additions of its products
   * @param bytes read and written, were each value touched once
   * @param weightBytes those of them that are constants
   */
  public record Work(String origin, Dim flops, Dim bytes, Dim weightBytes) {
    public static final Work NONE = new Work("", Dim.ZERO, Dim.ZERO, Dim.ZERO);
  }

  /** Where a buffer lies. */
  public sealed interface Place {}

  /** The caller's input number {@code index}. */
  public record Input(int index) implements Place {}

  /** The caller's output number {@code index}. */
  public record Result(int index) implements Place {}

  /** A constant of {@code constants}. */
  public record Weight(int index) implements Place {}

  /** {@code offset} bytes into the arena, a multiple of 64. */
  public record Arena(Dim offset) implements Place {}
}
