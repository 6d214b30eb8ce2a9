package org.sinter.frontend.onnx.proto;

import java.util.Optional;
import org.sinter.ir.DType;

/** The element types of ONNX ({@code TensorProto.DataType}) and their width in bits. */
public enum OnnxElement {
  UNDEFINED(0),
  FLOAT(DType.F32),
  UINT8(DType.U8),
  INT8(DType.I8),
  UINT16(DType.U16),
  INT16(DType.I16),
  INT32(DType.I32),
  INT64(DType.I64),
  STRING(0),
  BOOL(DType.BOOL),
  FLOAT16(DType.F16),
  DOUBLE(DType.F64),
  UINT32(DType.U32),
  UINT64(DType.U64),
  COMPLEX64(64),
  COMPLEX128(128),
  BFLOAT16(DType.BF16),
  FLOAT8E4M3FN(DType.F8E4M3FN),
  FLOAT8E4M3FNUZ(DType.F8E4M3FNUZ),
  FLOAT8E5M2(DType.F8E5M2),
  FLOAT8E5M2FNUZ(DType.F8E5M2FNUZ),
  UINT4(DType.U4),
  INT4(DType.I4),
  FLOAT4E2M1(DType.F4E2M1),
  FLOAT8E8M0(DType.F8E8M0),
  UINT2(DType.U2),
  INT2(DType.I2),
  FLOAT6E2M3(6),
  FLOAT6E3M2(6);

  private final int bits;
  private final DType dtype;

  OnnxElement(int bits) {
    this.bits = bits;
    this.dtype = null;
  }

  OnnxElement(DType dtype) {
    this.bits = dtype.bits();
    this.dtype = dtype;
  }

  /** The element type of a code in a file, or null when ONNX has no such code. */
  public static OnnxElement of(long code) {
    return code >= 0 && code < values().length ? values()[(int) code] : null;
  }

  /** The code in files. */
  public int code() {
    return ordinal();
  }

  /** The width of one element as stored; 0 where elements have no fixed width. */
  public int bits() {
    return bits;
  }

  /** The type in the graph; empty for strings, complex numbers and 6-bit floats. */
  public Optional<DType> dtype() {
    return Optional.ofNullable(dtype);
  }
}
