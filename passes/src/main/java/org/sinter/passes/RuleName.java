package org.sinter.passes;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.sinter.ir.text.Names;

/**
 * The name of a rule that was given as a method: {@code PieceRules::sliceOfConcat} is {@code
 * slice-of-concat}. The compiler keeps it in what a serializable lambda is written as.
 */
final class RuleName {
  private RuleName() {}

  /** Empty for what is no reference to a method. */
  static String of(Serializable rule) {
    try {
      Method replace = rule.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      String method = ((SerializedLambda) replace.invoke(rule)).getImplMethodName();
      return method.startsWith("lambda$") ? "" : Names.dashed(method);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return "";
    }
  }
}
