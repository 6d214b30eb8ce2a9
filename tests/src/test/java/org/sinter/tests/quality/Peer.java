package org.sinter.tests.quality;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import org.sinter.runtime.Tensor;

/** ONNX Runtime in the place of a compiled model. */
public final class Peer {
  private Peer() {}

  /** The first result. */
  public static Tensor run(OrtSession session, Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> given = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> each : inputs.entrySet()) {
        LongBuffer ids = LongBuffer.wrap(each.getValue().longs());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        given.put(
            each.getKey(), OnnxTensor.createTensor(environment, ids, each.getValue().shape()));
      }
      try (OrtSession.Result results = session.run(given)) {
        OnnxTensor first = (OnnxTensor) results.get(0);
        FloatBuffer values = first.getFloatBuffer();
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return Tensor.of(copy, first.getInfo().getShape());
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }
}
