package org.sinter.runtime;

/** What is known of a kernel call before it runs: names, and its work as formulas. */
record KernelCall(String kernel, String node, Formula flops, Formula bytes, Formula weightBytes) {
  /** A call of which nothing is known. */
  static KernelCall unknown(int index) {
    Formula none = new Formula("0", new int[] {Formula.CONSTANT}, new long[1], 1);
    return new KernelCall("call-" + index, "", none, none, none);
  }

  /** The call in a run with these symbols that took so long. */
  Profile.Call took(long nanos, long[] symbols) {
    return new Profile.Call(
        kernel,
        node,
        nanos,
        value(flops, symbols),
        value(bytes, symbols),
        value(weightBytes, symbols));
  }

  /** 0 for what overflows: a profile never ends a run. */
  private static long value(Formula formula, long[] symbols) {
    try {
      return Math.max(0, formula.evaluate(symbols));
    } catch (ArithmeticException e) {
      return 0;
    }
  }
}
