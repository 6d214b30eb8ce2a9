package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.ir.text.PipelineText;
import org.sinter.ir.text.PipelineText.Step;
import org.sinter.passes.Divisible;
import org.sinter.passes.Pass;
import org.sinter.passes.Pipelines;

/**
 * A pipeline with one pass whose weights are to be chosen: {@code standard, quantize {choose =
 * auto}}.
 *
 * @param at which of the text's steps that is
 */
public record Undecided(PipelineText text, int at) {
  private static final String USUAL = "quantize";

  /** Where nothing is to be chosen, {@code quantize {choose = auto}} follows. */
  public static Undecided of(PipelineText given) {
    List<Step> steps = given.steps();
    List<Integer> open =
        IntStream.range(0, steps.size())
            .filter(i -> steps.get(i).options().containsKey(Pipelines.CHOOSE))
            .boxed()
            .toList();
    if (open.size() > 1) {
      Step second = steps.get(open.get(1));
      throw new CompileException(second.location(), "choose = auto is given twice; one at a time");
    }
    if (open.isEmpty()) {
      return new Undecided(extended(given), steps.size());
    }
    Undecided found = new Undecided(given, open.get(0));
    found.requireAuto();
    return found;
  }

  private static PipelineText extended(PipelineText given) {
    for (Step step : given.steps()) {
      if (step.name().equals(USUAL)) {
        throw new CompileException(
            step.location(),
            "the pipeline quantizes already",
            "quantize {choose = auto, ..} is what sinter choose decides");
      }
    }
    List<PipelineText.Definition> all = new ArrayList<>(given.definitions());
    PipelineText.Definition last = all.remove(all.size() - 1);
    List<Step> steps = new ArrayList<>(last.steps());
    Map<String, Object> auto = Map.of(Pipelines.CHOOSE, Pipelines.AUTO);
    steps.add(new Step(USUAL, auto, Location.of("--pipeline")));
    all.add(new PipelineText.Definition(last.name(), steps));
    return new PipelineText(all);
  }

  private void requireAuto() {
    Object value = step().options().get(Pipelines.CHOOSE);
    if (!value.equals(Pipelines.AUTO)) {
      throw new CompileException(step().location(), "choose is " + value + ", expected auto");
    }
    pass();
  }

  private Step step() {
    return text.steps().get(at);
  }

  /** What runs before it. */
  public Pass<Graph> before() {
    return Pipelines.graphPipeline("before", text.steps().subList(0, at));
  }

  /** What is decided, with the other options that it was given. */
  public Divisible pass() {
    Step decided = step().without(Pipelines.CHOOSE);
    Pass<Graph> pass = Pipelines.graphPipeline("chosen", List.of(decided)).passes().get(0);
    if (pass instanceof Divisible divisible) {
      return divisible;
    }
    throw new CompileException(
        step().location(), pass.name() + " has no weights that it could leave: nothing to choose");
  }

  /** What runs after it. */
  public Pass<Graph> after() {
    List<Step> steps = text.steps();
    return Pipelines.graphPipeline("after", steps.subList(at + 1, steps.size()));
  }

  /** The text with what was decided: weights that stay as they are. */
  public PipelineText except(List<String> left) {
    return text.with(at, List.of(step().without(Pipelines.CHOOSE).adding("except", left)));
  }

  /** The text where the pass is worth nothing: without it, where it is not all there is. */
  public PipelineText none() {
    return text.steps().size() > 1 ? text.with(at, List.of()) : except(List.of("*"));
  }
}
