package org.sinter.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules about classes below a root package: {@code org.sinter}, or the bad examples' root. */
record Rooms(String root) {
  /** room → the rooms that it may know; {@code cli} and {@code tests} know all. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "ir", Set.of(),
          "frontend", Set.of("ir"),
          "passes", Set.of("ir"),
          "codegen", Set.of("ir"),
          "runtime", Set.of());

  private static final List<String> ROOMS =
      List.of("ir", "frontend", "passes", "codegen", "runtime", "cli", "tests");

  /** All rules by what they demand. */
  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    for (String room : ARROWS.keySet().stream().sorted().toList()) {
      rules.put(room + " keeps to its arrows", arrows(room));
    }
    rules.put("ir knows only the JDK", onlyJdk("ir"));
    rules.put("runtime knows only the JDK", onlyJdk("runtime"));
    rules.put("LLVM stays in codegen.llvm", onlyIn("codegen.llvm", "org.bytedeco.."));
    rules.put("ANTLR stays in frontend.text", onlyIn("frontend.text", "org.antlr.."));
    rules.put("packages have telling names", names());
    rules.put("only cli prints", silence());
    rules.put("static fields are final", constants());
    return rules;
  }

  private ArchRule arrows(String room) {
    String[] forbidden =
        ROOMS.stream()
            .filter(r -> !r.equals(room) && !ARROWS.get(room).contains(r))
            .map(this::below)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(below(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden);
  }

  private ArchRule onlyJdk(String room) {
    return classes()
        .that()
        .resideInAPackage(below(room))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(below(room), "java..", "jdk.jfr..");
  }

  private ArchRule onlyIn(String room, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(below(room))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private ArchRule names() {
    return noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..manager..");
  }

  private ArchRule silence() {
    return noClasses()
        .that()
        .resideInAnyPackage(below("ir"), below("passes"), below("runtime"))
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
  }

  /** Except in generated parsers, and where native code leaves an address as it is loaded. */
  private ArchRule constants() {
    return fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveFullName(below("runtime").replace("..", ".Native.descriptor"))
        .and()
        .areDeclaredInClassesThat()
        .areNotAssignableTo("org.antlr.v4.runtime.Recognizer")
        .should()
        .beFinal();
  }

  private String below(String room) {
    return root + "." + room + "..";
  }
}
