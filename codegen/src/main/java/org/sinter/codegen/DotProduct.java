package org.sinter.codegen;

import org.sinter.codegen.target.Architecture;
import org.sinter.codegen.target.Capability;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Dot;

/**
 * Products of neighbours by the level's instruction: {@code vdpbf16ps}, {@code vpdpbusd}, {@code
 * sdot}; bytes on other x86 in 16 bits by {@code vpmaddwd}, which does not saturate, or by {@code
 * vpmaddubsw} where pairs are known to be in its range.
 */
record DotProduct(Expressions expressions, Dot dot) {
  private static final Operand FLIP = Operand.integer("i32", 0x80808080);

  private Body body() {
    return expressions.body();
  }

  private CpuLevel level() {
    return expressions.context().level();
  }

  private int lanes() {
    return expressions.scope().lanes().count();
  }

  /** Null where no instruction fits. */
  Operand value() {
    boolean vector = expressions.scope().lanes() != null && expressions.scope().mask() == null;
    Form form = vector ? form() : null;
    Operand a = form == null ? null : new Neighbours(expressions).word(dot.a());
    Operand b = a == null ? null : new Neighbours(expressions).word(dot.b());
    if (b == null) {
      return null;
    }
    a = dot.shift() == 0 ? a : body().binary("xor", a, FLIP);
    if (dot.flips() != null) {
      Operand flips = new Neighbours(expressions).word(dot.flips());
      b = body().binary("xor", b, body().spread(flips, lanes()));
    }
    Operand sum = body().spread(expressions.of(dot.sum()), lanes());
    return form.of(sum, body().spread(a, lanes()), body().spread(b, lanes()));
  }

  private interface Form {
    Operand of(Operand sum, Operand a, Operand b);
  }

  private Form form() {
    if (dot.count() == 2 && dot.a().type() == DType.BF16 && dot.b().type() == DType.BF16) {
      boolean has = dot.type() == DType.F32 && level().has(Capability.BF16) && lanes() == 16;
      return has ? this::pairsOfBf16 : null;
    }
    boolean bytes =
        dot.count() == 4
            && dot.type() == DType.I32
            && isByte(left())
            && (isByte(right()) || right() == DType.I4);
    if (!bytes || lanes() * 4 > level().vectorBytes() || lanes() < 4) {
      return null;
    }
    if (dot.flips() != null) {
      return level().architecture() == Architecture.X86_64 ? this::inPairs : null;
    }
    if (right() == DType.I4) {
      boolean fits = level().architecture() == Architecture.X86_64 && left() == DType.U8;
      return !fits ? null : level().has(Capability.VNNI) ? onX86() : this::inPairs;
    }
    return level().architecture() == Architecture.AARCH64 ? onArm() : onX86();
  }

  private static boolean isByte(DType type) {
    return type == DType.I8 || type == DType.U8;
  }

  /** The left operand's type once it is shifted. */
  private DType left() {
    return dot.shift() == 0 ? dot.a().type() : dot.shift() > 0 ? DType.U8 : DType.I8;
  }

  private DType right() {
    return dot.b().type();
  }

  private Operand pairsOfBf16(Operand sum, Operand a, Operand b) {
    return call("float", "llvm.x86.avx512bf16.dpbf16ps.512", sum, as("bfloat", a), as("bfloat", b));
  }

  private Form onArm() {
    boolean has = level().has(Capability.DOTPROD) && left() == right() && lanes() == 4;
    String name = left() == DType.I8 ? "sdot" : "udot";
    String full = "llvm.aarch64.neon." + name + ".v4i32.v16i8";
    return has ? (sum, a, b) -> call("i32", full, sum, as("i8", a), as("i8", b)) : null;
  }

  private Form onX86() {
    boolean has = level().has(Capability.VNNI) && left() != right() && lanes() >= 8;
    String name = "llvm.x86.avx512.vpdpbusd." + 32 * lanes();
    return !has
        ? this::inSixteenBits
        : left() == DType.U8
            ? (sum, a, b) -> call("i32", name, sum, a, b)
            : (sum, a, b) -> call("i32", name, sum, b, a);
  }

  /** Elements 0 and 2 of each lane, then 1 and 3. */
  private Operand inSixteenBits(Operand sum, Operand a, Operand b) {
    Operand even = pairs(even(left(), as("i16", a)), even(right(), as("i16", b)));
    Operand odd = pairs(odd(left(), as("i16", a)), odd(right(), as("i16", b)));
    return body().binary("add", sum, body().binary("add", even, odd));
  }

  private Operand even(DType type, Operand x) {
    return type == DType.U8
        ? body().binary("and", x, Operand.integer("i16", 255))
        : odd(type, body().binary("shl", x, Operand.integer("i16", 8)));
  }

  private Operand odd(DType type, Operand x) {
    return body().binary(type == DType.U8 ? "lshr" : "ashr", x, Operand.integer("i16", 8));
  }

  /** Pairs in 16 bits, then two of them. */
  private Operand inPairs(Operand sum, Operand a, Operand b) {
    String name =
        switch (lanes()) {
          case 16 -> "llvm.x86.avx512.pmaddubs.w.512";
          case 8 -> "llvm.x86.avx2.pmadd.ub.sw";
          default -> "llvm.x86.ssse3.pmadd.ub.sw.128";
        };
    Operand pairs = call("i16", 2 * lanes(), name, as("i8", a), as("i8", b));
    Operand ones = body().spread(Operand.integer("i16", 1), 2 * lanes());
    return body().binary("add", sum, pairs(pairs, ones));
  }

  private Operand pairs(Operand a, Operand b) {
    String name =
        switch (lanes()) {
          case 16 -> "llvm.x86.avx512.pmaddw.d.512";
          case 8 -> "llvm.x86.avx2.pmadd.wd";
          default -> "llvm.x86.sse2.pmadd.wd";
        };
    return call("i32", name, a, b);
  }

  private Operand as(String element, Operand word) {
    int bits = element.equals("i8") ? 8 : 16;
    int count = word.lanes() * 32 / bits;
    String cast = "bitcast " + word.typed() + " to " + Operand.vector(element, count);
    return body().assign(element, count, cast);
  }

  private Operand call(String type, String name, Operand... operands) {
    return call(type, lanes(), name, operands);
  }

  private Operand call(String type, int count, String name, Operand... operands) {
    StringBuilder arguments = new StringBuilder();
    for (Operand operand : operands) {
      arguments.append(arguments.isEmpty() ? "" : ", ").append(operand.typed());
    }
    String result = Operand.vector(type, count);
    return body().assign(type, count, "call %s @%s(%s)".formatted(result, name, arguments));
  }
}
