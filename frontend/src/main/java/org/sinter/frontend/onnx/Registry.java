package org.sinter.frontend.onnx;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which method imports which op. */
final class Registry {
  static final String MICROSOFT = "com.microsoft";

  private static final Registry ALL = new Registry();

  static {
    ElementwiseOps.register(ALL);
    ShapeOps.register(ALL);
    ConstantOps.register(ALL);
    ReshapeOps.register(ALL);
    BlockOps.register(ALL);
    IndexOps.register(ALL);
    ScatterOps.register(ALL);
    OrderOps.register(ALL);
    ReductionOps.register(ALL);
    ProductOps.register(ALL);
    NormOps.register(ALL);
    ChannelNormOps.register(ALL);
    ActivationOps.register(ALL);
    SoftmaxOps.register(ALL);
    ConvolutionOps.register(ALL);
    PoolOps.register(ALL);
    QuantizeOps.register(ALL);
    ScaledProducts.register(ALL);
    QLinearOps.register(ALL);
    ControlOps.register(ALL);
    AttentionOps.register(ALL);
    MicrosoftOps.register(ALL);
    EmbedNorm.register(ALL);
    FusedActivation.register(ALL);
  }

  private final Map<String, OpImporter> importers = new HashMap<>();

  /** The importer of an op, or null. */
  static OpImporter find(String domain, String op) {
    return ALL.importers.get(key(domain, op));
  }

  /** All ops there are importers of, sorted. */
  static List<String> names() {
    return ALL.importers.keySet().stream().sorted().toList();
  }

  private static String key(String domain, String op) {
    return domain.isEmpty() || domain.equals("ai.onnx") ? op : domain + "." + op;
  }

  /** An op of one result. */
  void add(String op, OpImporter.Single importer) {
    addAll(op, c -> Collections.singletonList(importer.write(c)));
  }

  /** An op of several results. */
  void addAll(String op, OpImporter importer) {
    if (importers.put(op, importer) != null) {
      throw new IllegalStateException("two importers of " + op);
    }
  }

  /** An op of one result in Microsoft's domain. */
  void addMicrosoft(String op, OpImporter.Single importer) {
    add(MICROSOFT + "." + op, importer);
  }
}
