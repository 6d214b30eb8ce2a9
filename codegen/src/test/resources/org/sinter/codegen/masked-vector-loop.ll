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
  %v5 = phi i64 [ %begin, %start ], [ %next.v4, %latch.v2 ]
  %v6 = icmp slt i64 %v5, %end
  br i1 %v6, label %loop.v1, label %exit.v3
loop.v1:
  %v7 = mul i64 %v5, 4
  %v8 = add nsw i64 %v7, 3
  %v9 = icmp slt i64 %v8, %s0
  br i1 %v9, label %whole.v10, label %part.v11
whole.v10:
  %v13 = mul i64 %v5, 4
  %v14 = getelementptr inbounds float, ptr %b0, i64 %v13
  %v15 = load <4 x float>, ptr %v14, align 4
  %v16 = getelementptr inbounds float, ptr %b0, i64 %v5
  %v17 = load float, ptr %v16, align 4
  %v18 = insertelement <4 x float> poison, float %v17, i64 0
  %v19 = shufflevector <4 x float> %v18, <4 x float> poison, <4 x i32> zeroinitializer
  %v20 = fadd <4 x float> %v15, %v19
  %v21 = getelementptr inbounds float, ptr %b1, i64 %v13
  store <4 x float> %v20, ptr %v21, align 4
  br label %join.v12
part.v11:
  %v22 = mul i64 %v5, 4
  %v23 = insertelement <4 x i64> poison, i64 %v22, i64 0
  %v24 = shufflevector <4 x i64> %v23, <4 x i64> poison, <4 x i32> zeroinitializer
  %v25 = add <4 x i64> %v24, <i64 0, i64 1, i64 2, i64 3>
  %v26 = insertelement <4 x i64> poison, i64 %s0, i64 0
  %v27 = shufflevector <4 x i64> %v26, <4 x i64> poison, <4 x i32> zeroinitializer
  %v28 = icmp slt <4 x i64> %v25, %v27
  %v29 = xor <4 x i1> %v28, splat (i1 true)
  %v30 = call i1 @llvm.vector.reduce.or.v4i1(<4 x i1> %v28)
  br i1 %v30, label %then.v31, label %join.v32
then.v31:
  %v33 = mul i64 %v5, 4
  %v34 = getelementptr inbounds float, ptr %b0, i64 %v33
  %v35 = call <4 x float> @llvm.masked.load.v4f32.p0(ptr %v34, i32 4, <4 x i1> %v28, <4 x float> zeroinitializer)
  %v36 = getelementptr inbounds float, ptr %b0, i64 %v5
  %v37 = load float, ptr %v36, align 4
  %v38 = insertelement <4 x float> poison, float %v37, i64 0
  %v39 = shufflevector <4 x float> %v38, <4 x float> poison, <4 x i32> zeroinitializer
  %v40 = fadd <4 x float> %v35, %v39
  %v41 = getelementptr inbounds float, ptr %b1, i64 %v33
  call void @llvm.masked.store.v4f32.p0(<4 x float> %v40, ptr %v41, i32 4, <4 x i1> %v28)
  br label %join.v32
join.v32:
  br label %join.v12
join.v12:
  br label %latch.v2
latch.v2:
  %next.v4 = add nuw nsw i64 %v5, 1
  br label %head.v0
exit.v3:
  ret void
}

define i32 @sinter_entry_v4(ptr %call) {
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
  %v24 = add nsw i64 %v9, 3
  %v25 = ashr i64 %v24, 2
  %v26 = add nsw i64 %v9, 3
  %v27 = ashr i64 %v26, 2
  %v28 = mul nsw i64 4, %v27
  %v29 = icmp slt i64 %v28, 30000
  %v30 = sdiv i64 %v25, 32
  %v31 = call i64 @llvm.smax.i64(i64 %v30, i64 1)
  %v32 = select i1 %v29, i64 %v25, i64 %v31
  call void @sinter_parallel(ptr %call, ptr @k_k, ptr %frame, i64 %v25, i64 %v32)
  call void @sinter_mark(ptr %call, i64 0)
  br label %end
stopped:
  %v33 = getelementptr inbounds i64, ptr %call, i64 8
  %cancelled = cmpxchg ptr %v33, i64 0, i64 2 monotonic monotonic
  br label %end
end:
  %v34 = getelementptr inbounds i64, ptr %call, i64 8
  %v35 = load atomic i64, ptr %v34 monotonic, align 8
  %v36 = trunc i64 %v35 to i32
  ret i32 %v36
}
