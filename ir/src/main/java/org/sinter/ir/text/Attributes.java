package org.sinter.ir.text;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;

/** Values of record components to text and from what was read of it. */
final class Attributes {
  private Attributes() {}

  static String print(Object value, Function<Graph, String> nested) {
    if (value instanceof List<?> list) {
      return list.stream().map(v -> print(v, nested)).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Double d) {
      return Numbers.real(d);
    }
    if (value instanceof String s) {
      return Names.string(s);
    }
    if (value instanceof Enum<?> e) {
      return Names.constant(e);
    }
    if (value instanceof Graph g) {
      return nested.apply(g);
    }
    return value instanceof Dim d ? Types.print(d) : String.valueOf(value);
  }

  /** The value that was read, as {@code type} needs it; null when it does not fit. */
  static Object convert(Type type, Object value) {
    if (type instanceof ParameterizedType list) {
      return convertList(list.getActualTypeArguments()[0], value);
    }
    Class<?> target = (Class<?>) type;
    if (target == long.class || target == Long.class) {
      return value instanceof Long ? value : null;
    }
    if (target == int.class || target == Integer.class) {
      return value instanceof Long n && n == n.intValue() ? (Object) n.intValue() : null;
    }
    if (target == double.class || target == Double.class) {
      return value instanceof Long n ? (Object) n.doubleValue() : real(value);
    }
    if (target == Number.class) {
      return value instanceof Long ? value : real(value);
    }
    if (target == boolean.class || target == Boolean.class) {
      return value instanceof Boolean ? value : null;
    }
    return convertName(target, value);
  }

  private static Object convertList(Type element, Object value) {
    if (!(value instanceof List<?> items)) {
      return null;
    }
    List<Object> converted = new ArrayList<>();
    for (Object item : items) {
      Object one = convert(element, item);
      if (one == null) {
        return null;
      }
      converted.add(one);
    }
    return converted;
  }

  private static Object convertName(Class<?> target, Object value) {
    if (target == Dim.class) {
      return value instanceof Long n ? Dim.of(n) : value instanceof Term t ? t.dim().get() : null;
    }
    boolean named = value instanceof Term || value instanceof String;
    if (target.isEnum()) {
      return named ? constant(target, value.toString()) : null;
    }
    if (target == String.class) {
      return named ? value.toString() : null;
    }
    return target.isInstance(value) ? value : null;
  }

  private static Object real(Object value) {
    return value instanceof Double ? value : Numbers.named(value.toString());
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(c -> Names.constant((Enum<?>) c).equals(text))
        .findFirst()
        .orElse(null);
  }

  /** What {@link #convert} takes, in words. */
  static String describe(Type type) {
    if (type instanceof ParameterizedType list) {
      return "a list, each " + describe(list.getActualTypeArguments()[0]);
    }
    Class<?> target = (Class<?>) type;
    if (target.isEnum()) {
      return Arrays.stream(target.getEnumConstants())
          .map(c -> Names.constant((Enum<?>) c))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return switch (target.getSimpleName()) {
      case "long", "Long" -> "an integer";
      case "int", "Integer" -> "an integer of 32 bits";
      case "double", "Double", "Number" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "Dim" -> "a dim such as 4 or 2*seq";
      case "String" -> "a string";
      default -> "a " + Names.dashed(target.getSimpleName());
    };
  }
}
