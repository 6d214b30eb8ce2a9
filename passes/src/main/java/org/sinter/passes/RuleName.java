package org.sinter.passes;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.sinter.ir.text.Names;

/**
 * The name of a rule that was given as a method: {@code PieceRules::sliceOfConcat} is {@code piece:
 * slice-of-concat}. The compiler keeps it in what a serializable lambda is written as.
 */
final class RuleName {
  private RuleName() {}

  /** Empty for what is no reference to a method. */
  static String of(Serializable rule) {
    try {
      Method replace = rule.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      SerializedLambda written = (SerializedLambda) replace.invoke(rule);
      String method = written.getImplMethodName();
      return method.startsWith("lambda$") ? "" : family(written) + Names.dashed(method);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return "";
    }
  }

  /** {@code PieceRules} is {@code piece: }; rules of a pass itself need no more than its name. */
  private static String family(SerializedLambda written) {
    String type = written.getImplClass().substring(written.getImplClass().lastIndexOf('/') + 1);
    return type.endsWith("Rules")
        ? Names.dashed(type.substring(0, type.length() - "Rules".length())) + ": "
        : "";
  }
}
