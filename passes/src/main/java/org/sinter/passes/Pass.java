package org.sinter.passes;

/**
 * A function from a program to a program of the same level: a record whose components are its
 * options. Where nothing changes, the very same object comes back.
 */
public interface Pass<T> {
  T run(T ir, Context context);

  /** The name in pipeline text: {@code FoldConstants} is {@code fold-constants}. */
  default String name() {
    return name(getClass());
  }

  /** The text name of a pass class. */
  static String name(Class<?> type) {
    StringBuilder text = new StringBuilder();
    for (char c : type.getSimpleName().toCharArray()) {
      text.append(Character.isUpperCase(c) && !text.isEmpty() ? "-" : "");
      text.append(Character.toLowerCase(c));
    }
    return text.toString();
  }
}
