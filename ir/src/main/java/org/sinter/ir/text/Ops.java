package org.sinter.ir.text;

import java.util.Map;
import java.util.TreeMap;
import org.sinter.ir.op.Op;

/** All ops by their names in text, collected from what {@link Op} permits. */
public final class Ops {
  private Ops() {}

  private static final Map<String, Class<? extends Op>> BY_NAME = collect();

  public static Map<String, Class<? extends Op>> byName() {
    return BY_NAME;
  }

  private static Map<String, Class<? extends Op>> collect() {
    Map<String, Class<? extends Op>> found = new TreeMap<>();
    collect(Op.class, found);
    return Map.copyOf(found);
  }

  private static void collect(Class<? extends Op> type, Map<String, Class<? extends Op>> found) {
    if (type.isRecord()) {
      found.put(Records.name(type), type);
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      collect(permitted.asSubclass(Op.class), found);
    }
  }

  /** The op with these attributes, or an {@link IllegalArgumentException} for the user. */
  public static Op build(String name, Map<String, Object> attributes) {
    Class<? extends Op> type = BY_NAME.get(name);
    if (type == null) {
      throw new IllegalArgumentException("unknown op " + name);
    }
    return Records.build(type, attributes);
  }
}
