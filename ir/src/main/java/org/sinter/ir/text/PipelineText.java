package org.sinter.ir.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;

/** Named lists of passes as plain trees; the last definition is the one to run. */
public record PipelineText(List<Definition> definitions) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Set<String> RESERVED =
      Set.of("true", "false", "inf", "nan", "pipeline", "include");
  private static final int MAX_STEPS = 1000;

  public PipelineText {
    definitions = List.copyOf(definitions);
  }

  /** {@code pipeline NAME = STEPS}; a bare list of steps has an empty name. */
  public record Definition(String name, List<Step> steps) {
    public Definition {
      steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
      String list = steps.stream().map(Step::toString).collect(Collectors.joining(", "));
      return name.isEmpty() ? list : "pipeline " + name + " = " + list;
    }
  }

  /**
   * A pass with options, or the name of a pipeline.
   *
   * @param options Long, Double, Boolean, String and lists of those, as {@link Records#build} takes
   */
  public record Step(String name, Map<String, Object> options, Location location) {
    public Step {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** The same without one of its options. */
    public Step without(String option) {
      Map<String, Object> others = new LinkedHashMap<>(options);
      others.remove(option);
      return new Step(name, others, location);
    }

    /** The same with {@code values} at the end of an option that is a list. */
    public Step adding(String option, List<String> values) {
      Map<String, Object> all = new LinkedHashMap<>(options);
      List<Object> list = new ArrayList<>();
      if (all.get(option) instanceof List<?> old) {
        list.addAll(old);
      }
      list.addAll(values);
      if (!list.isEmpty()) {
        all.put(option, List.copyOf(list));
      }
      return new Step(name, all, location);
    }

    /** {@code prune-heads {keep = 0.75}}. */
    @Override
    public String toString() {
      String inner =
          options.entrySet().stream()
              .map(e -> e.getKey() + " = " + value(e.getValue()))
              .collect(Collectors.joining(", "));
      return inner.isEmpty() ? name : name + " {" + inner + "}";
    }
  }

  private static String value(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(PipelineText::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof String s) {
      return WORD.matcher(s).matches() && !RESERVED.contains(s) ? s : Names.string(s);
    }
    return value instanceof Double d ? Numbers.real(d) : value.toString();
  }

  /** These definitions, and those of {@code others} that they do not define themselves. */
  public PipelineText over(PipelineText others) {
    Set<String> own = definitions.stream().map(Definition::name).collect(Collectors.toSet());
    List<Definition> all = new ArrayList<>(others.definitions);
    all.removeIf(definition -> own.contains(definition.name()));
    all.addAll(definitions);
    return definitions.isEmpty() ? this : new PipelineText(all);
  }

  /** These definitions but those of {@code others}. */
  public PipelineText without(PipelineText others) {
    return new PipelineText(
        definitions.stream().filter(d -> !others.definitions.contains(d)).toList());
  }

  /**
   * The same with something else for one of {@link #steps()} in the last definition. There names of
   * pipelines stay names, but for those that the step is in.
   *
   * @param replacement none: the step goes; a definition must keep one
   */
  public PipelineText with(int index, List<Step> replacement) {
    Definition last = definitions.get(definitions.size() - 1);
    List<Definition> all = new ArrayList<>(definitions.subList(0, definitions.size() - 1));
    all.add(new Definition(last.name(), replaced(last, index, replacement)));
    return new PipelineText(all);
  }

  private List<Step> replaced(Definition definition, int index, List<Step> replacement) {
    List<Step> all = new ArrayList<>();
    int at = 0;
    for (Step step : definition.steps()) {
      Definition inner = step.name().isEmpty() ? null : definition(step.name());
      int count = inner == null ? 1 : steps(inner.name()).size();
      if (index < at || index >= at + count) {
        all.add(step);
      } else {
        all.addAll(inner == null ? replacement : replaced(inner, index - at, replacement));
      }
      at += count;
    }
    return all;
  }

  /** The passes of the last definition, the names of others replaced by what they stand for. */
  public List<Step> steps() {
    return definitions.isEmpty()
        ? List.of()
        : steps(definitions.get(definitions.size() - 1).name());
  }

  /** The passes of the definition of that name. */
  public List<Step> steps(String name) {
    List<Step> found = new ArrayList<>();
    expand(definition(name), new LinkedHashSet<>(), found);
    return found;
  }

  private Definition definition(String name) {
    return definitions.stream().filter(d -> d.name().equals(name)).findFirst().orElse(null);
  }

  private void expand(Definition definition, Set<String> open, List<Step> found) {
    open.add(definition.name());
    for (Step step : definition.steps()) {
      Definition other = step.name().isEmpty() ? null : definition(step.name());
      if (open.contains(step.name())) {
        throw new CompileException(
            step.location(), "pipeline " + step.name() + " contains itself: " + open);
      }
      if (found.size() >= MAX_STEPS) {
        throw new CompileException(step.location(), "more than " + MAX_STEPS + " passes");
      }
      if (other == null) {
        found.add(step);
      } else if (step.options().isEmpty()) {
        expand(other, open, found);
      } else {
        throw new CompileException(step.location(), "pipeline " + step.name() + " has no options");
      }
    }
    open.remove(definition.name());
  }

  /** One line for each definition. */
  @Override
  public String toString() {
    return definitions.stream().map(Definition::toString).collect(Collectors.joining("\n"));
  }
}
