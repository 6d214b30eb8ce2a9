package org.sinter.cli.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a JSON object; what is missing or of another kind is said with its place. */
public record Fields(String where, Map<?, ?> map) {
  private IOException wrong(String name, String expected) {
    return new IOException(where + ": " + name + ": expected " + expected);
  }

  public String text(String name) throws IOException {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "text");
  }

  /** Also those that JSON has no numbers for, which {@link Json} writes as text. */
  public double number(String name) throws IOException {
    return number(name, map.get(name));
  }

  public long integer(String name) throws IOException {
    if (map.get(name) instanceof Long number) {
      return number;
    }
    throw wrong(name, "an integer");
  }

  public boolean flag(String name) throws IOException {
    if (map.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  public List<?> list(String name) throws IOException {
    if (map.get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "a list");
  }

  public double[] numbers(String name) throws IOException {
    return numbers(name, map.get(name));
  }

  /** A list of lists of numbers. */
  public List<double[]> rows(String name) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (Object row : list(name)) {
      rows.add(numbers(name, row));
    }
    return rows;
  }

  public Fields object(String name) throws IOException {
    return object(name, map.get(name));
  }

  public List<Fields> objects(String name) throws IOException {
    List<Fields> objects = new ArrayList<>();
    for (Object each : list(name)) {
      objects.add(object(name, each));
    }
    return objects;
  }

  private Fields object(String name, Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      return new Fields(where + ": " + name, object);
    }
    throw wrong(name, "objects");
  }

  private double[] numbers(String name, Object value) throws IOException {
    if (!(value instanceof List<?> list)) {
      throw wrong(name, "a list of numbers");
    }
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(name, list.get(i));
    }
    return numbers;
  }

  private double number(String name, Object value) throws IOException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text && text.matches("NaN|-?Infinity")) {
      return Double.parseDouble(text);
    }
    throw wrong(name, "a number");
  }
}
