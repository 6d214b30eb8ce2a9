package org.sinter.cli.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What takes part in a comparison: a pipeline, or a model jar that exists already.
 *
 * @param name how it is called
 * @param pipeline a pipeline's name, a file, or passes as text; null for a jar
 * @param jar null for a pipeline
 */
public record Choice(String name, String pipeline, Path jar) {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z][\\w.-]*)\\s*=\\s*(\\S.*)");
  private static final int MOST = 16;

  /**
   * {@code standard,int8,other.jar}; with a semicolon in it commas do not separate: {@code
   * standard; mixed = int8, pack-tokens}.
   */
  public static List<Choice> parse(String text) {
    List<Choice> choices = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : parts(text)) {
      Choice choice = of(part.strip());
      if (!names.add(choice.name)) {
        throw new IllegalArgumentException(
            "--pipelines: two are called " + choice.name + "; name one, as mine = bf16");
      }
      choices.add(choice);
    }
    if (choices.size() > MOST) {
      throw new IllegalArgumentException("--pipelines: at most " + MOST + " at once");
    }
    return choices;
  }

  private static Choice of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("--pipelines: an empty name");
    }
    Matcher named = NAMED.matcher(text);
    String what = named.matches() ? named.group(2) : text;
    boolean jar = what.endsWith(".jar");
    String name = named.matches() ? named.group(1) : file(what);
    return new Choice(name, jar ? null : what, jar ? Path.of(what) : null);
  }

  /** Of a path its last part without the ending of a jar or pipeline. */
  private static String file(String what) {
    return what.matches("[^\\s{}]+\\.(jar|pipeline|txt)")
        ? Path.of(what).getFileName().toString().replaceFirst("\\.\\w+$", "")
        : what;
  }

  /** Commas and semicolons within braces or brackets separate nothing. */
  private static List<String> parts(String text) {
    char separator = text.indexOf(';') >= 0 ? ';' : ',';
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (c == separator && depth == 0) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }

  /** For names of files. */
  static String slug(String name) {
    String slug = name.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[-.]+|-+$", "");
    return slug.substring(0, Math.min(40, slug.length()));
  }
}
