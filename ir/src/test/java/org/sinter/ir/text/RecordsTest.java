package org.sinter.ir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;

/** Records print as name and attributes and are built from them, also those that hold a graph. */
public class RecordsTest {
  public record HoldGraph(Graph body, int times) {}

  private static Graph identity() {
    Graph.Builder b = new Graph.Builder(GraphPrinter.NAME);
    return b.build(List.of("out0"), List.of(b.param("x", TensorType.of(DType.F32, 2))));
  }

  @Test
  void graphsAreAttributes() {
    Graph body = identity();
    HoldGraph record = new HoldGraph(body, 3);
    String text = "hold-graph {body = " + GraphPrinter.print(body) + ", times = 3}";
    assertEquals(text, Records.print(record));
    HoldGraph built = Records.build(HoldGraph.class, Map.of("body", body, "times", 3L));
    assertSame(body, built.body());
    assertEquals(3, built.times());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Map<String, Object> wrong = Map.of("body", 1L, "times", 3L);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Records.build(HoldGraph.class, wrong))
            .getMessage();
    assertEquals("body of hold-graph is 1, expected a graph", message);
  }
}
