package org.sinter.tests.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/tour.md} shows what the rooms really make; {@code -Dbless=true} rewrites it. */
class TourTest {
  private static final Path ESSAY = Path.of("../docs/tour.md").toAbsolutePath().normalize();
  private static final Pattern DUMP =
      Pattern.compile("<!-- dump (\\S+) -->\n```\n(.*?)```\n", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void dumpsAreTrue() throws IOException {
    String essay = Files.readString(ESSAY);
    Map<String, String> dumps = Tour.dumps(directory);
    assertEquals(new TreeSet<>(dumps.keySet()), names(essay), "dumps that the essay shows");
    String renewed = renewed(essay, dumps);
    if (Boolean.getBoolean("bless")) {
      Files.writeString(ESSAY, renewed);
    } else {
      assertEquals(
          renewed,
          essay,
          "docs/tour.md is stale: mvn -pl tests -am test -Dtest=TourTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dbless=true");
    }
  }

  @Test
  void staleDumpsAreNoticed() {
    String essay = "One.\n<!-- dump a -->\n```\nold\n```\nTwo.\n";
    assertEquals(essay, renewed(essay, Map.of("a", "old")));
    assertNotEquals(essay, renewed(essay, Map.of("a", "$new")));
  }

  private static TreeSet<String> names(String essay) {
    return DUMP.matcher(essay)
        .results()
        .map(r -> r.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String renewed(String essay, Map<String, String> dumps) {
    return DUMP.matcher(essay).replaceAll(r -> Matcher.quoteReplacement(block(r, dumps)));
  }

  private static String block(MatchResult old, Map<String, String> dumps) {
    String name = old.group(1);
    return "<!-- dump " + name + " -->\n```\n" + dumps.get(name) + "\n```\n";
  }
}
