package org.sinter.ir.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;

/** Text of dims and tensor types: {@code f32[batch, 4*seq]}. */
public final class Types {
  private Types() {}

  public static String print(TensorType type) {
    return type.dtype()
        + type.dims().stream().map(Types::print).collect(Collectors.joining(", ", "[", "]"));
  }

  public static String print(List<TensorType> types) {
    return types.stream().map(Types::print).collect(Collectors.joining(", "));
  }

  /** The dim with symbols quoted where they are no identifiers. */
  public static String print(Dim dim) {
    boolean bare = dim.symbols().stream().allMatch(s -> Names.name(s).equals(s));
    return (bare ? dim : dim.substitute(s -> Dim.symbol(Names.name(s)))).toString();
  }

  /** Adds the symbols of {@code dim} whose value may be 0. */
  static void symbolsFromZero(Dim dim, Set<String> names) {
    dim.fold(
        new Dim.Algebra<Boolean>() {
          @Override
          public Boolean constant(long value) {
            return true;
          }

          @Override
          public Boolean symbol(String name, long min) {
            return min > 0 || names.add(name);
          }

          @Override
          public Boolean apply(String function, Boolean a, Boolean b) {
            return true;
          }
        });
  }
}
