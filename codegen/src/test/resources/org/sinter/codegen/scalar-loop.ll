declare void @sinter_parallel(ptr, ptr, ptr, i64, i64)
declare void @sinter_mark(ptr, i64)

define internal void @k_k(ptr %call, ptr %frame, i64 %begin, i64 %end, i64 %worker) {
entry:
  %v0 = getelementptr inbounds i64, ptr %frame, i64 0
  %v1 = load ptr, ptr %v0, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 2
  %v5 = load i64, ptr %v4, align 8
  call void @body_k(ptr %call, ptr %v1, ptr %v3, i64 %v5, i64 %begin, i64 %end)
  ret void
}

define internal void @body_k(ptr %call, ptr noalias readonly %b0, ptr noalias %b1, i64 %s0, i64 %begin, i64 %end) noinline {
entry:
  br label %start
start:
  br label %head.v0
head.v0:
  %v5 = phi i64 [ 0, %start ], [ %next.v4, %latch.v2 ]
  %v6 = icmp slt i64 %v5, %s0
  br i1 %v6, label %loop.v1, label %exit.v3
loop.v1:
  %v7 = getelementptr inbounds float, ptr %b0, i64 %v5
  %v8 = load float, ptr %v7, align 4
  %v9 = getelementptr inbounds float, ptr %b0, i64 %v5
  %v10 = load float, ptr %v9, align 4
  %v11 = fmul float %v8, %v10
  %v12 = fadd float %v11, 0x3FE0000000000000
  %v13 = getelementptr inbounds float, ptr %b1, i64 %v5
  store float %v12, ptr %v13, align 4
  br label %latch.v2
latch.v2:
  %next.v4 = add nuw nsw i64 %v5, 1
  br label %head.v0
exit.v3:
  ret void
}

define i32 @sinter_entry_v2(ptr %call) {
entry:
  %frame = alloca [3 x i64], align 64
  %v0 = getelementptr inbounds i64, ptr %call, i64 0
  %v1 = load ptr, ptr %v0, align 8
  %v2 = getelementptr inbounds i64, ptr %call, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %call, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %call, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v5, i64 0
  %v9 = load i64, ptr %v8, align 8
  call void @sinter_mark(ptr %call, i64 -1)
  %v10 = getelementptr inbounds i64, ptr %call, i64 8
  %v11 = load atomic i64, ptr %v10 monotonic, align 8
  %v12 = getelementptr inbounds i64, ptr %call, i64 7
  %v13 = load atomic i64, ptr %v12 monotonic, align 8
  %v14 = or i64 %v11, %v13
  %v15 = icmp ne i64 %v14, 0
  br i1 %v15, label %stopped, label %go.v16
go.v16:
  %v17 = getelementptr inbounds i64, ptr %v3, i64 0
  %v18 = load ptr, ptr %v17, align 8
  %v19 = getelementptr inbounds i64, ptr %frame, i64 0
  store ptr %v18, ptr %v19, align 8
  %v20 = getelementptr inbounds i64, ptr %v3, i64 1
  %v21 = load ptr, ptr %v20, align 8
  %v22 = getelementptr inbounds i64, ptr %frame, i64 1
  store ptr %v21, ptr %v22, align 8
  %v23 = getelementptr inbounds i64, ptr %frame, i64 2
  store i64 %v9, ptr %v23, align 8
  call void @k_k(ptr %call, ptr %frame, i64 0, i64 1, i64 0)
  call void @sinter_mark(ptr %call, i64 0)
  br label %end
stopped:
  %v24 = getelementptr inbounds i64, ptr %call, i64 8
  %cancelled = cmpxchg ptr %v24, i64 0, i64 2 monotonic monotonic
  br label %end
end:
  %v25 = getelementptr inbounds i64, ptr %call, i64 8
  %v26 = load atomic i64, ptr %v25 monotonic, align 8
  %v27 = trunc i64 %v26 to i32
  ret i32 %v27
}
