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
  %v0 = load float, ptr %b0, align 4
  %v1 = fcmp olt float %v0, 0x3FF0000000000000
  %v2 = xor i1 %v1, true
  br i1 %v2, label %fail.v3, label %passed.v4
fail.v3:
  call void @sinter.check.failed(ptr %call, i64 0)
  ret void
passed.v4:
  %v5 = load float, ptr %b0, align 4
  store float %v5, ptr %b1, align 4
  ret void
}

define i32 @sinter_entry_neon(ptr %call) {
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
  %v20 = mul nsw i64 64, %v9
  %v21 = getelementptr inbounds i8, ptr %v7, i64 %v20
  %v22 = getelementptr inbounds i64, ptr %frame, i64 1
  store ptr %v21, ptr %v22, align 8
  %v23 = getelementptr inbounds i64, ptr %frame, i64 2
  store i64 %v9, ptr %v23, align 8
  call void @k_k(ptr %call, ptr %frame, i64 0, i64 1, i64 0)
  call void @sinter_mark(ptr %call, i64 0)
  %v24 = getelementptr inbounds i64, ptr %call, i64 8
  %v25 = load atomic i64, ptr %v24 monotonic, align 8
  %v26 = getelementptr inbounds i64, ptr %call, i64 7
  %v27 = load atomic i64, ptr %v26 monotonic, align 8
  %v28 = or i64 %v25, %v27
  %v29 = icmp ne i64 %v28, 0
  br i1 %v29, label %stopped, label %go.v30
go.v30:
  %v31 = getelementptr inbounds i64, ptr %v1, i64 0
  %v32 = load ptr, ptr %v31, align 8
  %v33 = getelementptr inbounds i8, ptr %v32, i64 0
  %v34 = getelementptr inbounds i64, ptr %frame, i64 0
  store ptr %v33, ptr %v34, align 8
  %v35 = getelementptr inbounds i64, ptr %v3, i64 1
  %v36 = load ptr, ptr %v35, align 8
  %v37 = getelementptr inbounds i64, ptr %frame, i64 1
  store ptr %v36, ptr %v37, align 8
  %v38 = ashr i64 %v9, 1
  %v39 = getelementptr inbounds i64, ptr %frame, i64 2
  store i64 %v38, ptr %v39, align 8
  call void @k_k(ptr %call, ptr %frame, i64 0, i64 1, i64 0)
  call void @sinter_mark(ptr %call, i64 1)
  br label %end
stopped:
  %v40 = getelementptr inbounds i64, ptr %call, i64 8
  %cancelled = cmpxchg ptr %v40, i64 0, i64 2 monotonic monotonic
  br label %end
end:
  %v41 = getelementptr inbounds i64, ptr %call, i64 8
  %v42 = load atomic i64, ptr %v41 monotonic, align 8
  %v43 = trunc i64 %v42 to i32
  ret i32 %v43
}
define internal void @sinter.check.failed(ptr %call, i64 %check) cold noinline {
  %status = getelementptr inbounds i64, ptr %call, i64 8
  %old = cmpxchg ptr %status, i64 0, i64 1 monotonic monotonic
  %first = extractvalue { i64, i1 } %old, 1
  br i1 %first, label %write, label %end
write:
  %detail = getelementptr inbounds i64, ptr %call, i64 9
  store i64 %check, ptr %detail, align 8
  br label %end
end:
  ret void
}
