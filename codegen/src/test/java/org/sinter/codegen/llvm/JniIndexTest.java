package org.sinter.codegen.llvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table indices in runtime.c are those of the JDK's own jni.h; a wrong one ends the JVM. */
class JniIndexTest {
  private static final Pattern SLOT =
      Pattern.compile("void \\*reserved\\d|\\(JNICALL \\*\\s*(\\w+)\\)");
  private static final Pattern INDEX = Pattern.compile("\\b(JNI|JVM)_(\\w+) = (\\d+)[,\\n]");

  private static List<String> table(String header, String struct) {
    String body = header.substring(header.indexOf("struct " + struct + " {"));
    Matcher slot = SLOT.matcher(body.substring(0, body.indexOf("\n};")));
    List<String> names = new ArrayList<>();
    while (slot.find()) {
      names.add(slot.group(1) == null ? "reserved" : slot.group(1));
    }
    return names;
  }

  @Test
  void indicesAreThoseOfTheHeader() throws IOException {
    Path path = Path.of(java.lang.System.getProperty("java.home"), "include", "jni.h");
    assumeTrue(Files.exists(path), "this Java has no include/jni.h");
    String header = Files.readString(path);
    List<String> environment = table(header, "JNINativeInterface_");
    List<String> machine = table(header, "JNIInvokeInterface_");
    assertTrue(environment.size() > 230 && machine.size() == 8, environment + " " + machine);
    Matcher index = INDEX.matcher(Files.readString(Path.of("src/main/c/runtime.c")));
    int found = 0;
    while (index.find()) {
      List<String> table = index.group(1).equals("JNI") ? environment : machine;
      assertEquals(index.group(2), table.get(Integer.parseInt(index.group(3))));
      found++;
    }
    assertEquals(7, found);
  }
}
