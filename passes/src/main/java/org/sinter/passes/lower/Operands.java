package org.sinter.passes.lower;

import static org.sinter.ir.kernel.Binary.Function.AND;
import static org.sinter.ir.kernel.Binary.Function.XOR;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/** How a product's task reads its operands: its place among the outer dims is {@code z}. */
final class Operands {
  private static final Expr BYTE = Expr.of(DType.I32, 255);

  private final Node node;
  private final Inliner inliner;
  private final Packing packing;
  private final Var z;
  private final DType type;
  private final boolean collapsed;
  private final Constant weight;
  private final NarrowProduct narrow;
  private final FourBitWeight fourBit;
  private final boolean dots;
  private final int shift;
  private final Strips strips;
  private final Signs signs;
  private final Value bytes;

  Operands(Node node, Inliner inliner, Tile tile, int width, Packing packing, Var z, Expr first) {
    this.node = node;
    this.inliner = inliner;
    this.packing = packing;
    this.z = z;
    this.type = node.result().type().dtype().compute();
    TensorType b = node.input(1).type();
    this.collapsed = b.dims().subList(0, b.rank() - 2).stream().allMatch(d -> d.is(1));
    this.narrow = NarrowProduct.of(node);
    this.fourBit = collapsed ? FourBitWeight.of(node) : null;
    this.dots = narrow != null && narrow.addsGroups(tile.dots());
    this.shift = narrow == null ? 0 : narrow.shift(tile.dots());
    this.bytes = fourBit == null ? null : FourBitWeight.bytes(node, tile.dots());
    Constant plain = collapsed && node.input(1) instanceof Constant c ? c : null;
    this.weight = narrow != null ? narrow.weight() : plain;
    this.strips = weight == null ? null : packing.strips(weight, width, group());
    this.signs =
        strips == null && narrow != null && narrow.splitsSigns(tile.dots())
            ? new Signs(first, tile.chunk(), b.dim(-2).value(), tile.lanes(type))
            : null;
  }

  /** Whether the right operand is one matrix, so that all rows of the left are rows of one. */
  boolean isCollapsed() {
    return collapsed;
  }

  /** Whether the right operand is packed at compile time. */
  boolean isPacked() {
    return weight != null || fourBit != null;
  }

  /** How many neighbours of a column lie side by side where it is packed. */
  int group() {
    if (fourBit != null) {
      return FourBitCodes.IN_WORD;
    }
    return narrow == null ? 1 : narrow.group();
  }

  /** What multiplies bytes is called so: it has a peak of its own. */
  String kernelName() {
    return addsCodes() || dots && type == DType.I32 ? "product-i8" : "product";
  }

  /** Whether a group is added by one {@code dot}. */
  boolean addsGroups() {
    return dots;
  }

  /** Whether bytes are multiplied by codes of 4 bits, a scale for each group of sums. */
  boolean addsCodes() {
    return bytes != null;
  }

  CodePanel codes(int width) {
    Buffer codes = inliner.buffer(packing.bytes(fourBit, width));
    return CodePanel.of(codes, inliner.buffer(packing.scales(fourBit, width)), fourBit.group());
  }

  /** {@code sum} and the products of bytes from {@code 4 * quad} on and {@code codes}. */
  Expr dotCodes(Expr sum, Expr row, Expr quad, Load codes) {
    Expr kk = quad.times(Expr.index(CodePanel.QUAD));
    Buffer rows = inliner.rows(bytes, node.input(0).type().dims());
    return new Dot(CodePanel.QUAD, sum, new Load(rows, List.of(row, kk)), codes);
  }

  /** The packed right operand as the task of one panel reads it. */
  Panels panels(int width, Var panel) {
    if (fourBit == null) {
      return groups(width, panel);
    }
    Buffer words = inliner.buffer(packing.words(fourBit, width));
    Buffer scales = inliner.buffer(packing.scales(fourBit, width));
    return new FourBitPanels(words, scales, fourBit.group(), panel);
  }

  private GroupPanels groups(int width, Var panel) {
    return new GroupPanels(inliner.buffer(packing.panels(weight, width, group())), group(), panel);
  }

  /** The sums over what the packed right operand holds; null where that is everything. */
  StripSums strips(int width, Var panel) {
    if (strips == null) {
      return null;
    }
    StripSums.Buffers buffers =
        new StripSums.Buffers(
            inliner.buffer(packing.stripValues(weight, strips)),
            inliner.buffer(packing.stripRows(weight, strips)),
            inliner.buffer(packing.stripStarts(weight, strips)));
    return new StripSums(this, strips, buffers, width, panel);
  }

  /** Where the sum of a panel's column begins: what the left operand's shift adds is taken away. */
  Expr start(Expr row, int width, Var panel, Expr column) {
    Expr start =
        shift == 0
            ? Expr.of(type, 0)
            : Expr.load(
                inliner.buffer(packing.starts(weight, width, shift)), List.of(panel, column));
    return signs == null ? start : start.plus(signs.rest(row));
  }

  /** The panels of a task: several where its rows must be prepared. */
  PanelRun run(Expr chunks, Expr panels) {
    return signs == null ? PanelRun.single(panels) : PanelRun.several(chunks, panels);
  }

  /** A task's work on {@code rows} rows, after what must be done with them before. */
  Stmt prepared(Expr rows, Stmt work) {
    if (signs == null) {
      return work;
    }
    Expr sign = Expr.of(type, shift == 0 ? 0 : 128);
    BinaryOperator<Expr> bits =
        (i, k) -> Expr.binary(XOR, Expr.binary(AND, leftLoad(i, k).cast(type), BYTE), sign);
    return signs.around(rows, bits, work);
  }

  /** {@code sum} and what a group adds to it, the groups' first elements at {@code kk}. */
  Expr dot(Expr sum, Expr row, Expr kk, int width, Var panel, Expr column) {
    return dot(sum, row, kk, groups(width, panel).at(kk, column));
  }

  /** {@code sum} and what the group at {@code right} adds to it. */
  Expr dot(Expr sum, Expr row, Expr kk, Load right) {
    return signs != null
        ? signs.dot(sum, row, kk, right)
        : new Dot(group(), sum, leftLoad(row, kk), right, shift);
  }

  Expr left(Expr row, Expr kk) {
    if (collapsed) {
      Expr x = leftLoad(row, kk).cast(type);
      return shift == 0 ? x : x.plus(Expr.of(type, shift));
    }
    List<Expr> at = new ArrayList<>(outerIndices(node.input(0).type()));
    at.add(row);
    at.add(kk);
    return inliner.at(node.input(0), at).cast(type);
  }

  /** From the rows of a left operand in memory, narrow where groups are added. */
  private Load leftLoad(Expr row, Expr kk) {
    Value left = dots ? narrow.left() : node.input(0);
    return new Load(inliner.rows(left, node.input(0).type().dims()), List.of(row, kk));
  }

  /** Copies a panel of the right operand to {@code [k][column]}, zero past its end. */
  Stmt copy(Buffer stage, Var panel, Lanes lanes) {
    Dim columns = node.input(1).type().dim(-1);
    Dim width = stage.type().dim(1);
    Var kk = new Var("s");
    Stmt row =
        lanes.loop(
            "w",
            Expr.of(width),
            (c, lane) -> {
              Expr column = panel.times(Expr.of(width)).plus(c);
              List<Expr> to = List.of(kk, c);
              Stmt inside = Stmt.store(stage, to, right(kk, column));
              if (columns.isConstant() && columns.mod(width).is(0)) {
                return inside;
              }
              Stmt zero = Stmt.store(stage, to, Expr.of(type, 0));
              return new Stmt.If(column.lessThan(Expr.of(columns)), inside, zero);
            });
    return Stmt.serial(kk, Expr.of(node.input(0).type().dim(-1)), row);
  }

  private Expr right(Expr kk, Expr column) {
    List<Expr> at = new ArrayList<>(outerIndices(node.input(1).type()));
    at.add(kk);
    at.add(column);
    return inliner.at(node.input(1), at).cast(type);
  }

  /** Indices of an operand's leading axes for the task's place {@code z} in the result's. */
  private List<Expr> outerIndices(TensorType operand) {
    TensorType result = node.result().type();
    List<Dim> outer = result.dims().subList(0, result.rank() - 2);
    List<Expr> all = collapsed ? List.of() : Indices.unflatten(z, outer);
    List<Expr> indices = new ArrayList<>();
    int shift = outer.size() - (operand.rank() - 2);
    for (int i = 0; i < operand.rank() - 2; i++) {
      indices.add(operand.dim(i).is(1) ? Expr.index(0) : all.get(shift + i));
    }
    return indices;
  }
}
