package org.sinter.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules about source files: their size, and the sentence that each file and package has. */
record Sources(Path root, Map<String, String> longer) {
  private static final int MOST_LINES = 300;

  /** A documentation comment, then annotations, then a type. */
  private static final Pattern DOCUMENTED =
      Pattern.compile(
          "^/\\*\\*(?:[^*]|\\*(?!/))*\\*/\\s*(?:^(?!/\\*\\*).*\\n)*?"
              + "^(?:public |final |sealed |non-sealed |abstract )*(?:class|record|interface|enum|@interface) ",
          Pattern.MULTILINE);

  /** What is wrong, a line each, files relative to the root. */
  List<String> violations() throws IOException {
    List<String> found = new ArrayList<>();
    Set<Path> packages = new TreeSet<>();
    for (Path file : files()) {
      packages.add(file.getParent());
      check(file, Files.readString(file), found);
    }
    packages.stream()
        .filter(p -> !Files.exists(p.resolve("package-info.java")))
        .forEach(p -> found.add(root.relativize(p) + ": no package-info.java"));
    return found;
  }

  /** The Java files of all modules' {@code src/main/java}. */
  List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          found.addAll(below(sources));
        }
      }
    }
    return found;
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }

  private void check(Path file, String text, List<String> found) {
    String name = root.relativize(file).toString();
    long lines = text.lines().count();
    boolean excused = longer.containsKey(file.getFileName().toString());
    if (lines > MOST_LINES && !excused) {
      found.add(name + ": " + lines + " lines, at most " + MOST_LINES);
    }
    if (lines <= MOST_LINES && excused) {
      found.add(name + ": is excused for its length, but is not long");
    }
    if (file.endsWith("package-info.java")) {
      if (!text.startsWith("/**")) {
        found.add(name + ": no sentence about the package");
      }
    } else if (!DOCUMENTED.matcher(text).find()) {
      found.add(name + ": no documentation comment");
    }
  }
}
