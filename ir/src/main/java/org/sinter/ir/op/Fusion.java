package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/** A graph with one result that becomes one kernel: its inner values never reach memory. */
public record Fusion(Graph body) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, body.params().size());
    for (int i = 0; i < in.size(); i++) {
      if (!in.get(i).equals(body.params().get(i).type())) {
        throw new IllegalArgumentException(
            "input is " + in.get(i) + ", expected " + body.params().get(i).type());
      }
    }
    body.symbols().constraints().forEach(where::add);
    return body.results().stream().map(Value::type).toList();
  }

  @Override
  public Value expand(Graph.Builder b, List<Value> in) {
    return body.inline(b, in).get(0);
  }
}
