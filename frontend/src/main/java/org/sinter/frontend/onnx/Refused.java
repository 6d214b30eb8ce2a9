package org.sinter.frontend.onnx;

import java.util.LinkedHashMap;
import java.util.Map;

/** Why ops that ONNX Runtime's tools write are not imported, and what to do instead. */
final class Refused {
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  private static void add(String reason, String... patterns) {
    for (String pattern : patterns) {
      REASONS.put(Registry.MICROSOFT + pattern, reason);
    }
  }

  static {
    add(
        "blocks of channels as one CPU wants them; save the model at level extended, not all",
        ".nchwc.*");
    add("weights as CUDA's tensor cores want them; quantize for CPUs", ".QOrdered*");
    add("codes of 4-bit floats; quantize to integers by MatMulNBits", ".MatMulBnb4", ".MatMulFpQ4");
    add(
        "padding is removed for CUDA; optimize for CPUs",
        ".PackedAttention",
        ".PackedMultiHeadAttention",
        ".RemovePadding",
        ".RestorePadding");
    add(
        "a loop that generates text; export the model of one step",
        ".BeamSearch",
        ".GreedySearch",
        ".Sampling",
        ".WhisperBeamSearch");
    add("ONNX Runtime itself has no kernel of it on CPUs", ".QLinearReduceMean");
    add("recurrent nets are not supported", ".DynamicQuantizeLSTM", ".AttnLSTM");
    add("experts in one op; export them as products", ".MoE", ".QMoE");
  }

  private Refused() {}

  /** {@code ": "} and the reason, or nothing where there is none to tell. */
  static String reason(String op) {
    for (Map.Entry<String, String> each : REASONS.entrySet()) {
      String pattern = each.getKey();
      boolean open = pattern.endsWith("*");
      if (open ? op.startsWith(pattern.substring(0, pattern.length() - 1)) : op.equals(pattern)) {
        return ": " + each.getValue();
      }
    }
    return "";
  }
}
