package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Dim;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/**
 * Places in one arena: values whose lives do not overlap share a slot; a slot is as large as the
 * largest value in it, as a formula of the symbols.
 */
final class PlanMemory {
  private static final class Slot {
    private Dim bytes;
    private int freeAfter;

    Slot(Dim bytes, int freeAfter) {
      this.bytes = bytes;
      this.freeAfter = freeAfter;
    }
  }

  private final Symbols symbols;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Value, Slot> slotOf = new HashMap<>();

  /**
   * @param calls what each call reads and writes, as homes
   * @param places values that lie elsewhere: inputs, constants, outputs
   */
  PlanMemory(List<Lowered> calls, Set<Value> places, Symbols symbols) {
    this.symbols = symbols;
    Map<Value, Integer> last = new HashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      for (Value value : calls.get(i).values()) {
        last.put(Groups.home(value), i);
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      for (Value value : calls.get(i).values()) {
        Value home = Groups.home(value);
        if (!places.contains(home) && !slotOf.containsKey(home)) {
          slotOf.put(home, take(bytes(home.type()), i, last.get(home)));
        }
      }
    }
  }

  /** Bytes of a value, rounded up to 64; a measured symbol counts with its bound. */
  private Dim bytes(TensorType type) {
    Dim size = type.with(symbols.most(type.dims())).size().times(type.dtype().bytes());
    return size.plus(63).floorDiv(Dim.of(64)).times(64);
  }

  private Slot take(Dim bytes, int now, int last) {
    Slot best = null;
    for (Slot slot : slots) {
      if (slot.freeAfter < now
          && fits(slot, bytes)
          && (best == null || better(slot, best, bytes))) {
        best = slot;
      }
    }
    if (best == null) {
      best = new Slot(bytes, last);
      slots.add(best);
    }
    best.bytes = best.bytes.max(bytes);
    best.freeAfter = last;
    return best;
  }

  private static boolean fits(Slot slot, Dim bytes) {
    return bytes.lessOrEqual(slot.bytes) || slot.bytes.lessOrEqual(bytes);
  }

  /** An equal slot first, then the smallest that is large enough, then the largest. */
  private static boolean better(Slot slot, Slot best, Dim bytes) {
    if (best.bytes.equals(bytes)) {
      return false;
    }
    if (slot.bytes.equals(bytes)) {
      return true;
    }
    boolean slotHolds = bytes.lessOrEqual(slot.bytes);
    boolean bestHolds = bytes.lessOrEqual(best.bytes);
    return slotHolds != bestHolds
        ? slotHolds
        : slotHolds ? slot.bytes.lessOrEqual(best.bytes) : best.bytes.lessOrEqual(slot.bytes);
  }

  /** Bytes of the whole arena. */
  Dim total() {
    Dim total = Dim.ZERO;
    for (Slot slot : slots) {
      total = total.plus(slot.bytes);
    }
    return total;
  }

  /** Where a value lies, in bytes from the arena's start. */
  Dim offset(Value home) {
    Dim offset = Dim.ZERO;
    Slot own = slotOf.get(home);
    for (Slot slot : slots) {
      if (slot == own) {
        return offset;
      }
      offset = offset.plus(slot.bytes);
    }
    throw new IllegalStateException(home + " has no place");
  }
}
