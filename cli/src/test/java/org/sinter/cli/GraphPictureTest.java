package org.sinter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.sinter.cli.explain.GraphFacts;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.MatMul;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GraphPictureTest {
  private static final TensorType SQUARE =
      new TensorType(DType.F32, List.of(Dim.symbol("<n>"), Dim.symbol("<n>")));

  private static Graph layers(int count) {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x & \"y\"", SQUARE);
    for (int i = 0; i < count; i++) {
      x = b.add(new MatMul(), x, x);
      x = b.add(new Apply(Unary.Function.TANH), x);
      x = b.add(new Gelu(Gelu.Form.TANH), x);
    }
    return b.build(List.of("y"), List.of(b.add(new Apply(Unary.Function.EXP), x)));
  }

  /** Well-formed whatever names hold. */
  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void thousandNodesOfEqualLayersAreDrawnOnce() throws Exception {
    NodeList texts = parsed(new GraphPicture(layers(400)).svg()).getElementsByTagName("text");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < texts.getLength(); i++) {
      all.append(texts.item(i).getTextContent()).append('\n');
    }
    assertTrue(all.toString().contains("×400"), all.toString());
    assertEquals(2 * 6 + 1, texts.getLength(), all.toString());
  }

  @Test
  void costsAreFormulasOfTheSymbols() {
    GraphFacts facts = new GraphFacts(layers(2));
    assertEquals("4*<n>*<n>*<n>", facts.flops().toString());
    assertEquals("28*<n>*<n>", facts.activationBytes().toString());
    assertEquals(2, facts.ops(true).get("gelu"));
  }
}
