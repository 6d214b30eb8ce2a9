package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.text.IrParser.BoundContext;
import org.sinter.frontend.text.IrParser.ConstraintContext;
import org.sinter.frontend.text.IrParser.KnowledgeContext;
import org.sinter.frontend.text.IrParser.LeastContext;
import org.sinter.frontend.text.IrParser.MeasuredContext;
import org.sinter.frontend.text.IrParser.MostContext;
import org.sinter.ir.Dim;
import org.sinter.ir.Symbols;

/** {@code where past >= 0, seq <= 512, measured n <= 4*seq requires a = b}. */
final class KnowledgeReader {
  private final SymbolScope scope;
  private final DimReader dims;

  KnowledgeReader(SymbolScope scope, DimReader dims) {
    this.scope = scope;
    this.dims = dims;
  }

  /** Says which symbols may be 0, before any dim is read. */
  void declare(KnowledgeContext knowledge) {
    for (BoundContext bound : knowledge.bound()) {
      if (bound instanceof LeastContext least) {
        if (!least.INT().getText().equals("0")) {
          throw new Fault(
              least.INT().getSymbol(), "a symbol is at least 1, or 0 where that is said");
        }
        scope.fromZero(Literals.name(least.name()));
      } else if (bound instanceof MeasuredContext measured) {
        scope.fromZero(Literals.name(measured.name()));
      }
    }
  }

  /** Reads all of it, once the parameters' types have been read. */
  Symbols read(KnowledgeContext knowledge) {
    Map<String, Long> max = new LinkedHashMap<>();
    Map<String, Dim> measured = new LinkedHashMap<>();
    for (BoundContext bound : knowledge.bound()) {
      if (bound instanceof MostContext most) {
        long limit = Literals.integer(most.INT().getSymbol(), false);
        max.merge(Literals.name(most.name()), limit, Math::min);
      } else if (bound instanceof MeasuredContext m) {
        measured.put(Literals.name(m.name()), dims.sum(m.sum()));
        scope.declare(Literals.name(m.name()));
      } else {
        scope.declare(Literals.name(((LeastContext) bound).name()));
      }
    }
    scope.close();
    List<Symbols.Constraint> constraints = new ArrayList<>();
    for (ConstraintContext c : knowledge.constraint()) {
      boolean equal = c.getChild(1).getText().equals("=");
      constraints.add(new Symbols.Constraint(dims.sum(c.sum(0)), equal, dims.sum(c.sum(1))));
    }
    return new Symbols(max, measured, constraints);
  }
}
