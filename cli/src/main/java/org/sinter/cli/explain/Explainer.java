package org.sinter.cli.explain;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.text.Records;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.Remark;
import org.sinter.passes.Watcher;

/** Watches a pipeline that runs in {@link #context}, and keeps what is said of it. */
public final class Explainer implements Watcher<Graph> {
  private final Sizes sizes;
  private final Stage read;
  private final List<Remark> remarks = new ArrayList<>();
  private final List<Deed> steps = new ArrayList<>();

  public Explainer(Graph graph, Sizes sizes) {
    this.sizes = sizes;
    this.read = Stage.of(graph, sizes);
  }

  public Context context() {
    return new Context("", remarks::add);
  }

  @Override
  public boolean after(Watcher.Step<Graph> step) {
    Stage before = steps.isEmpty() ? read : steps.get(steps.size() - 1).after();
    Stage after = step.changed() ? Stage.of(step.after(), sizes) : before;
    steps.add(
        new Deed(
            step.number(),
            step.pass().name(),
            text(step.pass()),
            step.nanos() / 1e6,
            step.changed(),
            before,
            after,
            Finding.of(remarks, true),
            Finding.of(remarks, false)));
    remarks.clear();
    return true;
  }

  private static String text(Pass<Graph> pass) {
    return pass instanceof Record record ? Records.print(record) : pass.name();
  }

  public Explanation explanation(String model, String pipeline) {
    return explanation(model, pipeline, null);
  }

  /** {@code ends}: both graphs as they would run, or null. */
  public Explanation explanation(String model, String pipeline, Explanation.Ends ends) {
    return new Explanation(model, pipeline, sizes, read, steps, ends);
  }
}
