package org.sinter.cli.data;

import java.util.Locale;

/** What an input that comes from texts holds, as its name says. */
enum Role {
  IDS,
  /** 1 for tokens, 0 for padding. */
  MASK,
  /** Which text of a pair. */
  TYPES,
  /** 0, 1, 2, … in each row. */
  POSITIONS,
  /** How many tokens each row has, where there is no padding. */
  LENGTHS,
  /** Something that no text says. */
  UNKNOWN;

  static Role of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("decoder") || lower.contains("past")) {
      return UNKNOWN;
    }
    if (lower.contains("mask")) {
      return MASK;
    }
    if (lower.contains("type") || lower.contains("segment")) {
      return TYPES;
    }
    if (lower.contains("position")) {
      return POSITIONS;
    }
    if (lower.contains("length")) {
      return LENGTHS;
    }
    return lower.contains("ids") || lower.contains("token") ? IDS : UNKNOWN;
  }
}
