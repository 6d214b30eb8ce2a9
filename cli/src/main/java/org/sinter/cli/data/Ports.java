package org.sinter.cli.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sinter.runtime.Model;
import org.sinter.runtime.Symbol;
import org.sinter.runtime.TensorSpec;

/** What a model takes and gives, as far as its data must fit it. */
public record Ports(List<TensorSpec> inputs, List<TensorSpec> outputs, List<Symbol> symbols) {
  /** Longest text where neither the model nor anybody says otherwise. */
  public static final int LONGEST = 512;

  public Ports {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    symbols = List.copyOf(symbols);
  }

  public static Ports of(Model model) {
    return new Ports(model.inputs(), model.outputs(), model.symbols());
  }

  /** The input of token ids: {@code [batch, seq]}, or {@code [tokens]} without padding. */
  public Optional<TensorSpec> ids() {
    return Stream.concat(
            inputs.stream().filter(i -> i.name().equals("input_ids")),
            inputs.stream().filter(i -> Role.of(i.name()) == Role.IDS))
        .findFirst();
  }

  /** Most tokens of a text: what the model's dim allows, and at most {@link #LONGEST}. */
  public int longest() {
    return (int) Math.min(LONGEST, most(dim(ids().orElse(null), 1)));
  }

  /** The dim's text: a number or a symbol; null: there is none. */
  static String dim(TensorSpec spec, int axis) {
    return spec == null || spec.shape().size() <= axis ? null : spec.shape().get(axis);
  }

  /** A fixed dim's number, or 0. */
  static long fixed(String dim) {
    return dim != null && dim.matches("\\d{1,9}") ? Long.parseLong(dim) : 0;
  }

  private long most(String dim) {
    long fixed = fixed(dim);
    return fixed > 0
        ? fixed
        : symbols.stream()
            .filter(s -> s.name().equals(dim))
            .mapToLong(Symbol::max)
            .findFirst()
            .orElse(Long.MAX_VALUE);
  }
}
