package org.sinter.ir.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sinter.ir.Graph;
import org.sinter.ir.Nullable;

/**
 * Records as text and back, their components being attributes: {@code new TopK(-1, k, true)} ↔
 * {@code top-k {axis = -1, k = k, largest = true}}; for ops and passes alike.
 */
public final class Records {
  private Records() {}

  /** {@code LayerNorm} → {@code layer-norm}. */
  public static String name(Class<?> type) {
    return Names.dashed(type.getSimpleName());
  }

  /** Name and attributes. */
  public static String print(Record value) {
    return print(value, GraphPrinter::print);
  }

  /** Name and attributes, graphs among them as {@code nested} prints them. */
  static String print(Record value, Function<Graph, String> nested) {
    List<String> attributes = new ArrayList<>();
    attributes(value)
        .forEach((name, v) -> attributes.add(name + " = " + Attributes.print(v, nested)));
    String name = name(value.getClass());
    return attributes.isEmpty() ? name : name + " {" + String.join(", ", attributes) + "}";
  }

  /** The components that are not null, by their names in text. */
  public static Map<String, Object> attributes(Record value) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object content = get(component, value);
      if (content != null) {
        attributes.put(Names.dashed(component.getName()), content);
      }
    }
    return attributes;
  }

  private static Object get(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  /**
   * The record with these attributes; what is missing is taken from the record that the constructor
   * without arguments makes, where there is one.
   *
   * @throws IllegalArgumentException saying in the user's terms what does not fit
   */
  public static <T> T build(Class<T> type, Map<String, Object> attributes) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = Arrays.stream(components).map(c -> Names.dashed(c.getName())).toList();
    for (String given : attributes.keySet()) {
      if (!names.contains(given)) {
        throw new IllegalArgumentException(
            name(type) + " has no attribute " + given + "; " + expected(components));
      }
    }
    Object defaults = defaults(type);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(type, components[i], attributes.get(names.get(i)), defaults);
    }
    return create(type, components, values);
  }

  private static Object value(
      Class<?> type, RecordComponent component, Object given, Object defaults) {
    String name = Names.dashed(component.getName());
    if (given != null) {
      Object value = Attributes.convert(component.getGenericType(), given);
      if (value == null) {
        throw new IllegalArgumentException(
            String.format(
                "%s of %s is %s, expected %s",
                name, name(type), given, Attributes.describe(component.getGenericType())));
      }
      return value;
    }
    if (defaults == null && !component.isAnnotationPresent(Nullable.class)) {
      throw new IllegalArgumentException(
          name(type) + " lacks " + name + "; " + expected(type.getRecordComponents()));
    }
    return defaults == null ? null : get(component, defaults);
  }

  private static String expected(RecordComponent[] components) {
    if (components.length == 0) {
      return "it takes no attributes";
    }
    return Arrays.stream(components)
        .map(c -> Names.dashed(c.getName()) + " (" + Attributes.describe(c.getGenericType()) + ")")
        .collect(Collectors.joining(", ", "expected ", ""));
  }

  private static Object defaults(Class<?> type) {
    try {
      return type.getRecordComponents().length == 0 ? null : type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static <T> T create(Class<T> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException reason) {
        throw new IllegalArgumentException(name(type) + ": " + reason.getMessage(), reason);
      }
      throw new IllegalStateException(type + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
