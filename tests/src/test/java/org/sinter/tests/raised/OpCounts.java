package org.sinter.tests.raised;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.frontend.onnx.OnnxReader;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.Graph;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Op;
import org.sinter.ir.text.Names;
import org.sinter.ir.text.PipelineText;
import org.sinter.ir.text.Records;
import org.sinter.passes.Context;
import org.sinter.passes.Pipeline;
import org.sinter.passes.Pipelines;
import org.sinter.passes.Verify;

/** How many nodes of each kind the standard pipeline leaves of a model. */
public final class OpCounts {
  private OpCounts() {}

  public static Map<String, Integer> of(Path onnx) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Graph graph = standard().run(OnnxReader.read(onnx), Context.silent());
    graph.nodes().forEach(node -> counts.merge(name(node.op()), 1, Integer::sum));
    return counts;
  }

  private static Pipeline<Graph> standard() {
    PipelineText text = PipelineReader.read("standard.pipeline", Pipelines.standardText());
    return Pipelines.graphPipeline("standard", text.steps()).watchedBy(new Verify());
  }

  /** Functions count by their own names. */
  private static String name(Op op) {
    return op instanceof Apply a
        ? Names.constant(a.function())
        : op instanceof Combine c ? Names.constant(c.function()) : Records.name(op.getClass());
  }
}
