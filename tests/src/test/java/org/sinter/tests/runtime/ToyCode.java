package org.sinter.tests.runtime;

/** The code of the toy model, as codegen would write it. */
final class ToyCode {
  static final String TEXT =
      """
      declare void @sinter_parallel(ptr, ptr, ptr, i64, i64)

      define internal void @clear(ptr %call, ptr %frame, i64 %begin, i64 %end, i64 %worker) {
      entry:
        %arena.at = getelementptr i64, ptr %frame, i64 2
        %arena = load ptr, ptr %arena.at
        br label %loop
      loop:
        %i = phi i64 [ %begin, %entry ], [ %next, %loop ]
        %to = getelementptr float, ptr %arena, i64 %i
        store float 0.0, ptr %to
        %next = add i64 %i, 1
        %more = icmp slt i64 %next, %end
        br i1 %more, label %loop, label %done
      done:
        ret void
      }

      define internal void @add(ptr %call, ptr %frame, i64 %begin, i64 %end, i64 %worker) {
      entry:
        %x = load ptr, ptr %frame
        %arena.at = getelementptr i64, ptr %frame, i64 2
        %arena = load ptr, ptr %arena.at
        %weights.at = getelementptr i64, ptr %frame, i64 3
        %weights = load ptr, ptr %weights.at
        %factor = load float, ptr %weights
        %scratch.at = getelementptr i64, ptr %call, i64 4
        %scratch = load ptr, ptr %scratch.at
        %bytes.at = getelementptr i64, ptr %call, i64 5
        %bytes = load i64, ptr %bytes.at
        %mine.offset = mul i64 %bytes, %worker
        %mine = getelementptr i8, ptr %scratch, i64 %mine.offset
        br label %loop
      loop:
        %i = phi i64 [ %begin, %entry ], [ %next, %loop ]
        %from = getelementptr float, ptr %x, i64 %i
        %to = getelementptr float, ptr %arena, i64 %i
        %a = load float, ptr %from
        %b = load float, ptr %to
        %p = fmul float %a, %factor
        store volatile float %p, ptr %mine
        %q = load volatile float, ptr %mine
        %s = fadd float %q, %b
        store float %s, ptr %to
        %next = add i64 %i, 1
        %more = icmp slt i64 %next, %end
        br i1 %more, label %loop, label %done
      done:
        ret void
      }

      define internal void @copy(ptr %call, ptr %frame, i64 %begin, i64 %end, i64 %worker) {
      entry:
        %y.at = getelementptr i64, ptr %frame, i64 1
        %y = load ptr, ptr %y.at
        %arena.at = getelementptr i64, ptr %frame, i64 2
        %arena = load ptr, ptr %arena.at
        br label %loop
      loop:
        %i = phi i64 [ %begin, %entry ], [ %next, %loop ]
        %from = getelementptr float, ptr %arena, i64 %i
        %to = getelementptr float, ptr %y, i64 %i
        %a = load float, ptr %from
        store float %a, ptr %to
        %next = add i64 %i, 1
        %more = icmp slt i64 %next, %end
        br i1 %more, label %loop, label %done
      done:
        ret void
      }

      define internal i64 @collect(ptr %x, ptr %positive, i64 %n) {
      entry:
        br label %loop
      loop:
        %i = phi i64 [ 0, %entry ], [ %next, %loop ]
        %found = phi i64 [ 0, %entry ], [ %found.next, %loop ]
        %from = getelementptr float, ptr %x, i64 %i
        %a = load float, ptr %from
        %to = getelementptr float, ptr %positive, i64 %found
        store float %a, ptr %to
        %is = fcmp ogt float %a, 0.0
        %one = zext i1 %is to i64
        %found.sum = add i64 %found, %one
        %last = sub i64 %n, 1
        %over = icmp ugt i64 %found.sum, %last
        %found.next = select i1 %over, i64 %last, i64 %found.sum
        %next = add i64 %i, 1
        %more = icmp slt i64 %next, %n
        br i1 %more, label %loop, label %done
      done:
        ret i64 %found.sum
      }

      define i32 @ENTRY(ptr %call) {
      entry:
        %frame = alloca [4 x i64]
        %weights.table = load ptr, ptr %call
        %weights = load ptr, ptr %weights.table
        %buffers.at = getelementptr i64, ptr %call, i64 1
        %buffers = load ptr, ptr %buffers.at
        %x = load ptr, ptr %buffers
        %rounds.at = getelementptr i64, ptr %buffers, i64 1
        %rounds.ptr = load ptr, ptr %rounds.at
        %rounds = load i64, ptr %rounds.ptr
        %y.at = getelementptr i64, ptr %buffers, i64 2
        %y = load ptr, ptr %y.at
        %positive.at = getelementptr i64, ptr %buffers, i64 3
        %positive = load ptr, ptr %positive.at
        %symbols.at = getelementptr i64, ptr %call, i64 2
        %symbols = load ptr, ptr %symbols.at
        %n = load i64, ptr %symbols
        %arena.at = getelementptr i64, ptr %call, i64 3
        %arena = load ptr, ptr %arena.at
        %status.at = getelementptr i64, ptr %call, i64 8
        store ptr %x, ptr %frame
        %f1 = getelementptr i64, ptr %frame, i64 1
        store ptr %y, ptr %f1
        %f2 = getelementptr i64, ptr %frame, i64 2
        store ptr %arena, ptr %f2
        %f3 = getelementptr i64, ptr %frame, i64 3
        store ptr %weights, ptr %f3
        %negative = icmp slt i64 %rounds, 0
        br i1 %negative, label %check, label %clear
      check:
        store i64 1, ptr %status.at
        br label %end
      clear:
        call void @sinter_parallel(ptr %call, ptr @clear, ptr %frame, i64 %n, i64 16)
        br label %head
      head:
        %r = phi i64 [ 0, %clear ], [ %r.next, %round ]
        %status = load volatile i64, ptr %status.at
        %bad = icmp ne i64 %status, 0
        br i1 %bad, label %end, label %test
      test:
        %again = icmp slt i64 %r, %rounds
        br i1 %again, label %round, label %finish
      round:
        call void @sinter_parallel(ptr %call, ptr @add, ptr %frame, i64 %n, i64 16)
        %r.next = add i64 %r, 1
        br label %head
      finish:
        call void @sinter_parallel(ptr %call, ptr @copy, ptr %frame, i64 %n, i64 16)
        %found = call i64 @collect(ptr %x, ptr %positive, i64 %n)
        %found.at = getelementptr i64, ptr %symbols, i64 1
        store i64 %found, ptr %found.at
        br label %end
      end:
        %result = load i64, ptr %status.at
        %result32 = trunc i64 %result to i32
        ret i32 %result32
      }
      """;

  private ToyCode() {}

  /** The same, but y is the largest number of threads that have been in {@code @add} at once. */
  static String counting() {
    int add = TEXT.indexOf("define internal void @add");
    int copy = TEXT.indexOf("define internal void @copy");
    int collect = TEXT.indexOf("define internal i64 @collect");
    String counted =
        TEXT.substring(add, copy)
            .replace(
                "entry:\n",
                """
                entry:
                  %before = atomicrmw add ptr @running, i64 1 seq_cst
                  %now = add i64 %before, 1
                  %old = atomicrmw max ptr @most, i64 %now seq_cst
                """)
            .replace("done:\n", "done:\n  %out = atomicrmw sub ptr @running, i64 1 seq_cst\n");
    String told =
        TEXT.substring(copy, collect)
            .replace(
                "%a = load float, ptr %from",
                "%most = load atomic i64, ptr @most seq_cst, align 8\n"
                    + "  %a = sitofp i64 %most to float");
    String globals = "@running = internal global i64 0\n@most = internal global i64 0\n";
    return globals + TEXT.substring(0, add) + counted + told + TEXT.substring(collect);
  }
}
