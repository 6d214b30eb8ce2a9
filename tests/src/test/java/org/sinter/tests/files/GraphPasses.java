package org.sinter.tests.files;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.Graph;
import org.sinter.ir.text.PipelineText.Step;
import org.sinter.ir.text.Records;
import org.sinter.passes.Pass;

/** The graph passes that pipeline text can name: all records of their packages. */
final class GraphPasses {
  private static final String[] PACKAGES = {
    "org.sinter.passes.graph", "org.sinter.passes.compress"
  };

  private static final Map<String, Class<?>> BY_NAME = find();

  private GraphPasses() {}

  private static Map<String, Class<?>> find() {
    Map<String, Class<?>> found = new TreeMap<>();
    for (JavaClass type : new ClassFileImporter().importPackages(PACKAGES)) {
      if (type.isRecord() && type.isAssignableTo(Pass.class)) {
        found.put(Records.name(type.reflect()), type.reflect());
      }
    }
    return found;
  }

  static Map<String, Class<?>> byName() {
    return BY_NAME;
  }

  /** The passes of a pipeline's text. */
  static List<Pass<Graph>> of(String pipeline) {
    List<Pass<Graph>> passes = new ArrayList<>();
    for (Step step : PipelineReader.read("// RUN", pipeline).steps()) {
      passes.add(build(step));
    }
    return passes;
  }

  @SuppressWarnings("unchecked")
  private static Pass<Graph> build(Step step) {
    Class<?> type = BY_NAME.get(step.name());
    if (type == null) {
      throw new AssertionError("unknown pass " + step.name() + ", known: " + BY_NAME.keySet());
    }
    return (Pass<Graph>) Records.build(type, step.options());
  }
}
