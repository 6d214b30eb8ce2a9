package org.sinter.cli.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** Makes a model's inputs of rows of tokens: padded on the right, or one after the other. */
public final class TokenInputs {
  private final Ports ports;
  private final TensorSpec ids;
  private final boolean padded;

  /** Throws an {@code IllegalArgumentException} where an input cannot be made from tokens. */
  public TokenInputs(Ports ports) {
    this.ports = ports;
    this.ids =
        ports
            .ids()
            .orElseThrow(
                () -> new IllegalArgumentException("no input of token ids in " + ports.inputs()));
    this.padded = ids.shape().size() == 2;
    for (TensorSpec input : ports.inputs()) {
      Role role = Role.of(input.name());
      int rank = padded && role != Role.LENGTHS ? 2 : 1;
      if (role == Role.UNKNOWN || input.shape().size() != rank) {
        throw new IllegalArgumentException(
            "input " + input + " cannot be made from texts; give tensors (.safetensors, .npz)");
      }
    }
  }

  /** Rows that the model fixes, or 0. */
  int fixedRows() {
    return padded ? (int) Ports.fixed(Ports.dim(ids, 0)) : 0;
  }

  /** The inputs, of rows padded to the longest or to what the model fixes. */
  public Map<String, Tensor> of(List<Encoded> rows) {
    int width = width(rows);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (TensorSpec input : ports.inputs()) {
      Role role = Role.of(input.name());
      long[] values =
          role == Role.LENGTHS
              ? rows.stream().mapToLong(Encoded::length).toArray()
              : values(role, rows, width);
      long[] shape =
          padded && role != Role.LENGTHS
              ? new long[] {rows.size(), width}
              : new long[] {values.length};
      inputs.put(input.name(), Integers.tensor(input.type(), values, shape));
    }
    return inputs;
  }

  /** Tokens of a row with its padding; 0: without. */
  int width(List<Encoded> rows) {
    int longest = rows.stream().mapToInt(Encoded::length).max().orElseThrow();
    int fixed = padded ? (int) Ports.fixed(Ports.dim(ids, 1)) : 0;
    if (fixed > 0 && longest > fixed) {
      throw new IllegalArgumentException(
          "a row of " + longest + " tokens does not fit input " + ids);
    }
    return padded ? Math.max(longest, fixed) : 0;
  }

  private long[] values(Role role, List<Encoded> rows, int width) {
    int all = rows.stream().mapToInt(Encoded::length).sum();
    long[] values = new long[width > 0 ? rows.size() * width : all];
    int at = 0;
    for (Encoded row : rows) {
      fill(role, row, values, at, width > 0 ? width : row.length());
      at += width > 0 ? width : row.length();
    }
    return values;
  }

  private static void fill(Role role, Encoded row, long[] values, int at, int width) {
    switch (role) {
      case IDS -> System.arraycopy(row.ids(), 0, values, at, row.length());
      case TYPES -> System.arraycopy(row.types(), 0, values, at, row.length());
      case MASK -> Arrays.fill(values, at, at + row.length(), 1);
      case POSITIONS -> Arrays.setAll(values, i -> i >= at && i < at + width ? i - at : values[i]);
      default -> throw new IllegalStateException("an input of role " + role);
    }
  }
}
