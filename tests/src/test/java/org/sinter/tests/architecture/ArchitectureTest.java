package org.sinter.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows between rooms hold, and each rule fires at a bad example. */
class ArchitectureTest {
  private static final Rooms GOOD = new Rooms("org.sinter");
  private static final Rooms BAD = new Rooms("org.sinter.tests.architecture.bad");

  /** rule → the bad example that it must name. */
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("ir keeps to its arrows", "ir.KnowsPasses"),
          Map.entry("frontend keeps to its arrows", "frontend.KnowsPasses"),
          Map.entry("passes keeps to its arrows", "passes.KnowsCli"),
          Map.entry("codegen keeps to its arrows", "codegen.KnowsPasses"),
          Map.entry("runtime keeps to its arrows", "runtime.KnowsIr"),
          Map.entry("ir knows only the JDK", "ir.KnowsLibrary"),
          Map.entry("runtime knows only the JDK", "runtime.KnowsLibrary"),
          Map.entry("LLVM stays in codegen.llvm", "codegen.KnowsLlvm"),
          Map.entry("ANTLR stays in frontend.text", "frontend.KnowsAntlr"),
          Map.entry("packages have telling names", "util.Anything"),
          Map.entry("only cli prints", "passes.Prints"),
          Map.entry("static fields are final", "passes.Remembers"));

  @TestFactory
  Stream<DynamicTest> rulesHold() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(GOOD.root());
    assertTrue(classes.size() > 300, "only " + classes.size() + " classes were found");
    return GOOD.rules().entrySet().stream()
        .map(r -> dynamicTest(r.getKey(), () -> r.getValue().check(classes)));
  }

  @TestFactory
  Stream<DynamicTest> rulesFire() {
    JavaClasses classes = new ClassFileImporter().importPackages(BAD.root());
    assertEquals(EXAMPLES.keySet(), BAD.rules().keySet());
    return BAD.rules().entrySet().stream()
        .map(r -> dynamicTest(r.getKey(), () -> fires(r.getKey(), r.getValue(), classes)));
  }

  private static void fires(String name, ArchRule rule, JavaClasses classes) {
    EvaluationResult result = rule.allowEmptyShould(true).evaluate(classes);
    List<String> lines = result.getFailureReport().getDetails();
    String example = BAD.root() + "." + EXAMPLES.get(name);
    assertTrue(lines.stream().anyMatch(l -> l.contains(example)), name + ": " + lines);
    assertFalse(lines.stream().anyMatch(l -> l.contains("Allowed")), name + ": " + lines);
  }
}
