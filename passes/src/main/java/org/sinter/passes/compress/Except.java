package org.sinter.passes.compress;

import java.util.List;
import java.util.regex.Pattern;

/** Names of weights that a pass leaves as they are; {@code *} stands for any characters. */
record Except(List<String> patterns) {
  boolean has(String name) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, name));
  }

  private static boolean fits(String pattern, String name) {
    String regex = "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E";
    return Pattern.compile(regex, Pattern.DOTALL).matcher(name).matches();
  }
}
