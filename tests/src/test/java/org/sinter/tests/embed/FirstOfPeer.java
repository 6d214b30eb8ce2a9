package org.sinter.tests.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.runtime.Tensor;

/** The same as {@link First} by ONNX Runtime, from the ONNX file. */
final class FirstOfPeer {
  private FirstOfPeer() {}

  public static void main(String[] args) throws Exception {
    Map<String, Tensor> texts = Texts.of(1, 8);
    long start = System.nanoTime();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(args[0])) {
      double load = (System.nanoTime() - start) / 1e6;
      Map<String, OnnxTensor> inputs = new TreeMap<>();
      for (Map.Entry<String, Tensor> each : texts.entrySet()) {
        LongBuffer longs = each.getValue().data().asLongBuffer();
        long[] shape = each.getValue().shape();
        inputs.put(each.getKey(), OnnxTensor.createTensor(environment, longs, shape));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] found = new float[buffer.remaining()];
        buffer.get(found);
        double first = (System.nanoTime() - start) / 1e6;
        First.print(found, load, first);
      }
    }
    System.out.println(Resident.peak());
  }
}
