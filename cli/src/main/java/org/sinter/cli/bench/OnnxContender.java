package org.sinter.cli.bench;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Tensor;

/** An ONNX file in ONNX Runtime. */
public final class OnnxContender implements Contender {
  private final OnnxRuntime runtime;
  private final Path onnx;
  private final Object session;
  private final String name;
  private final Map<String, Object> inputs = new LinkedHashMap<>();

  public OnnxContender(OnnxRuntime runtime, Path onnx, int threads) throws IOException {
    this.runtime = runtime;
    this.onnx = onnx;
    this.session = runtime.session(onnx, threads);
    this.name = "onnxruntime " + runtime.version();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Blocks.Side on(Map<String, Tensor> tensors) throws IOException {
    release();
    for (Object wanted : (Set<?>) OnnxRuntime.call(session.getClass(), session, "getInputNames")) {
      Tensor tensor = tensors.get((String) wanted);
      if (tensor == null) {
        throw new IllegalArgumentException(
            onnx + " wants an input " + wanted + ", which is not there");
      }
      Object own = runtime.tensor(tensor.type(), tensor.data().rewind(), tensor.shape());
      inputs.put((String) wanted, own);
    }
    Method run = OnnxRuntime.method(session.getClass(), "run", inputs);
    Method close = OnnxRuntime.method(runtime.type("OrtSession$Result"), "close");
    return () -> OnnxRuntime.invoke(close, OnnxRuntime.invoke(run, session, inputs));
  }

  private void release() throws IOException {
    for (Object tensor : inputs.values()) {
      OnnxRuntime.call(tensor.getClass(), tensor, "close");
    }
    inputs.clear();
  }

  @Override
  public void close() throws IOException {
    release();
    OnnxRuntime.call(session.getClass(), session, "close");
  }
}
