package org.sinter.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The members of a JSON object by name and type; what is missing or of another type throws. */
record Fields(String where, Map<?, ?> members) {
  static Fields of(String where, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ModelException(where + ": an object expected");
    }
    return new Fields(where, map);
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  String text(String name) {
    if (!(members.get(name) instanceof String text)) {
      throw wrong(name, "a string");
    }
    return text;
  }

  long integer(String name) {
    if (!(members.get(name) instanceof Long number)) {
      throw wrong(name, "an integer");
    }
    return number;
  }

  long integer(String name, long otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  Fields object(String name) {
    return of(where + "." + name, members.get(name));
  }

  /** A list, empty when absent. */
  private List<?> list(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "a list");
    }
    return list;
  }

  List<String> texts(String name) {
    List<String> result = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof String text)) {
        throw wrong(name, "a list of strings");
      }
      result.add(text);
    }
    return result;
  }

  List<Fields> objects(String name) {
    List<Fields> result = new ArrayList<>();
    for (Object item : list(name)) {
      result.add(of(where + "." + name + "[" + result.size() + "]", item));
    }
    return result;
  }

  ModelException wrong(String name, String expected) {
    return new ModelException(where + "." + name + ": " + expected + " expected");
  }
}
