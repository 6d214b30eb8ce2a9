package org.sinter.passes.lower;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;

/** Constants as product kernels read them, each form made once for all CPU levels. */
final class Packing {
  private static final int[] ONE_ZERO = {0};

  private final Map<List<Object>, Constant> made = new HashMap<>();
  private final Map<List<Object>, Optional<Strips>> strips = new HashMap<>();
  private final Map<Constant, Strips> sparse = new HashMap<>();

  /** {@code [panel][k][column]}, or {@code [panel][k / group][column][group]}. */
  Constant panels(Constant matrix, int width, int group) {
    return panels(matrix, matrix.type().dim(-2).value(), width, group);
  }

  private Constant panels(Constant matrix, long k, int width, int group) {
    return once(
        List.of(matrix, width, group),
        () -> {
          PackedPanels panels = new PackedPanels(matrix.elements(), k, n(matrix), width, group);
          return group == 1
              ? constant(matrix, panels, panels.panels(), panels.steps(), width)
              : constant(matrix, panels, panels.panels(), panels.steps(), width, group);
        });
  }

  /** What a product need read of a matrix; null: all of it. */
  Strips strips(Constant matrix, int width, int group) {
    Optional<Strips> found =
        strips.computeIfAbsent(
            List.of(matrix, width, group),
            key -> Optional.ofNullable(Strips.of(matrix, width, group)));
    found.ifPresent(s -> sparse.put(matrix, s));
    return found.orElse(null);
  }

  /** The same of a matrix that a product was found to read so; null: all of it is read. */
  Strips known(Constant matrix) {
    return sparse.get(matrix);
  }

  /** {@code [i][column]} or {@code [i][column][group]}, strip by strip. */
  Constant stripValues(Constant matrix, Strips s) {
    return once(
        List.of(matrix, s),
        () -> {
          StripElements elements = new StripElements(matrix.elements(), n(matrix), s);
          long groups = elements.size() / s.width() / s.group();
          return s.group() == 1
              ? constant(matrix, elements, groups, s.width())
              : constant(matrix, elements, groups, s.width(), s.group());
        });
  }

  /** The first row of each group. */
  Constant stripRows(Constant matrix, Strips s) {
    return once(
        List.of(matrix, s, "rows"),
        () -> integers(matrix, ".rows", s.rowType(), s.rows().length == 0 ? ONE_ZERO : s.rows()));
  }

  /** Where each strip begins, and the last ends. */
  Constant stripStarts(Constant matrix, Strips s) {
    return once(
        List.of(matrix, s, "starts"), () -> integers(matrix, ".starts", DType.I32, s.starts()));
  }

  private static Constant integers(Constant matrix, String suffix, DType type, int[] values) {
    Tensor tensor = Tensor.allocate(type, values.length);
    for (int i = 0; i < values.length; i++) {
      tensor.set(i, (long) values[i]);
    }
    return Constant.of(matrix.name() + suffix, tensor);
  }

  /** Codes of 4 bits, {@code [panel][k / 8][column]} words. */
  Constant words(FourBitWeight w, int width) {
    return once(
        List.of(w.codes(), width),
        () -> {
          TensorType type = w.codes().type();
          long k = type.dim(0).value() * type.dim(1).value();
          FourBitCodes words = new FourBitCodes(w.codes().elements(), k, n(w.codes()), width);
          return constant(w.codes(), words, words.panels(), words.steps(), width);
        });
  }

  /** The same codes for products with bytes, {@code [panel][k / 8][4 * column + ..]}. */
  Constant bytes(FourBitWeight w, int width) {
    return once(
        List.of(w.codes(), width, DType.U8),
        () -> {
          TensorType type = w.codes().type();
          long k = type.dim(0).value() * type.dim(1).value();
          CodeBytes bytes = new CodeBytes(w.codes().elements(), k, n(w.codes()), width);
          return constant(w.codes(), bytes, bytes.panels(), bytes.steps(), bytes.line());
        });
  }

  /** Their scales, {@code [panel][k / group][column]}. */
  Constant scales(FourBitWeight w, int width) {
    return panels(w.scales(), w.scales().type().dim(0).value(), width, 1);
  }

  /** {@code [panel][column]}: where sums begin whose left operand is shifted. */
  Constant starts(Constant matrix, int width, int shift) {
    return once(
        List.of(matrix, width, shift),
        () -> {
          long panels = (n(matrix) + width - 1) / width;
          Elements sums = new Starts(matrix.elements(), n(matrix), panels * width, shift);
          return constant(matrix, sums, panels, width);
        });
  }

  private Constant once(List<Object> key, Supplier<Constant> make) {
    Constant known = made.get(key);
    if (known == null) {
      known = make.get();
      made.put(key, known);
    }
    return known;
  }

  private static long n(Constant matrix) {
    return matrix.type().dim(-1).value();
  }

  private static Constant constant(Constant matrix, Elements elements, long... shape) {
    DType type = elements.type();
    return new Constant(matrix.name(), TensorType.of(type, shape), elements, null);
  }
}
