package org.sinter.runtime;

/**
 * A dim that a call decides: {@code min <= value <= max}; a measured one is written by the run
 * itself and is at most the formula {@code measured}, which is {@code null} for all others.
 */
public record Symbol(String name, long min, long max, String measured) {
  @Override
  public String toString() {
    String above = measured != null ? measured : max == Long.MAX_VALUE ? "" : Long.toString(max);
    return min + " <= " + name + (above.isEmpty() ? "" : " <= " + above);
  }
}
