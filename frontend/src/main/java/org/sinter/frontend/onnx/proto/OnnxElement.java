package org.sinter.frontend.onnx.proto;

/** The element types of ONNX ({@code TensorProto.DataType}) and their width in bits. */
public enum OnnxElement {
  UNDEFINED(0),
  FLOAT(32),
  UINT8(8),
  INT8(8),
  UINT16(16),
  INT16(16),
  INT32(32),
  INT64(64),
  STRING(0),
  BOOL(8),
  FLOAT16(16),
  DOUBLE(64),
  UINT32(32),
  UINT64(64),
  COMPLEX64(64),
  COMPLEX128(128),
  BFLOAT16(16),
  FLOAT8E4M3FN(8),
  FLOAT8E4M3FNUZ(8),
  FLOAT8E5M2(8),
  FLOAT8E5M2FNUZ(8),
  UINT4(4),
  INT4(4),
  FLOAT4E2M1(4),
  FLOAT8E8M0(8),
  UINT2(2),
  INT2(2),
  FLOAT6E2M3(6),
  FLOAT6E3M2(6);

  private final int bits;

  OnnxElement(int bits) {
    this.bits = bits;
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
}
