package org.sinter.codegen;

/** The fields of {@code Call} in {@code docs/abi.md}, read and written through {@code %call}. */
enum CallBlock {
  WEIGHTS,
  BUFFERS,
  SYMBOLS,
  ARENA,
  SCRATCH,
  SCRATCH_BYTES,
  TEAM,
  CANCEL,
  STATUS,
  DETAIL;

  private static final String FAILED = "sinter.check.failed";

  private static final String FAILED_TEXT =
      """
      define internal void @%s(ptr %%call, i64 %%check) cold noinline {
        %%status = getelementptr inbounds i64, ptr %%call, i64 %d
        %%old = cmpxchg ptr %%status, i64 0, i64 1 monotonic monotonic
        %%first = extractvalue { i64, i1 } %%old, 1
        br i1 %%first, label %%write, label %%end
      write:
        %%detail = getelementptr inbounds i64, ptr %%call, i64 %d
        store i64 %%check, ptr %%detail, align 8
        br label %%end
      end:
        ret void
      }
      """
          .formatted(FAILED, STATUS.ordinal(), DETAIL.ordinal());

  /** The address of the field. */
  Operand address(Body body) {
    return body.assign("ptr", 1, "getelementptr inbounds i64, ptr %call, i64 " + ordinal());
  }

  Operand load(Body body, String type) {
    return body.assign(type, 1, "load " + type + ", " + address(body).typed() + ", align 8");
  }

  /** The field as another thread may be writing it. */
  Operand watch(Body body) {
    return body.assign(
        "i64", 1, "load atomic i64, " + address(body).typed() + " monotonic, align 8");
  }

  /** Ends the run with check number {@code check}, unless it has ended otherwise before. */
  static void fail(Body body, int check) {
    body.declarations().define(FAILED, () -> FAILED_TEXT);
    body.line("call void @" + FAILED + "(ptr %call, i64 " + check + ")");
  }

  static void measure(Body body, Operand index, Operand value) {
    Operand symbols = SYMBOLS.load(body, "ptr");
    Operand address =
        body.assign(
            "ptr", 1, "getelementptr inbounds i64, " + symbols.typed() + ", " + index.typed());
    body.line("store " + value.typed() + ", " + address.typed() + ", align 8");
  }
}
