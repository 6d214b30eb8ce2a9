package org.sinter.cli.bench;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.sinter.runtime.ElementType;

/**
 * ONNX Runtime's Java API out of a jar that is on no class path of ours: a class loader of its own,
 * called by reflection.
 */
public final class OnnxRuntime {
  private static final String PACKAGE = "ai.onnxruntime.";

  private final ClassLoader loader;
  private final Object environment;

  /** The jar of {@code com.microsoft.onnxruntime:onnxruntime}. */
  public OnnxRuntime(Path jar) throws IOException {
    URL[] places = {jar.toUri().toURL()};
    loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
    try {
      environment = call(type("OrtEnvironment"), null, "getEnvironment");
    } catch (IOException e) {
      throw new IOException(jar + " is no ONNX Runtime that can be used: " + e.getMessage(), e);
    }
  }

  /** Its version, as it says. */
  public String version() throws IOException {
    return String.valueOf(call(type("OrtEnvironment"), environment, "getVersion"));
  }

  /** A session on an ONNX file with all optimisations. */
  Object session(Path onnx, int threads) throws IOException {
    Class<?> options = type("OrtSession$SessionOptions");
    Object chosen;
    try {
      chosen = options.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IOException(e.toString(), e);
    }
    call(options, chosen, "setIntraOpNumThreads", threads);
    Class<?> level = type("OrtSession$SessionOptions$OptLevel");
    call(options, chosen, "setOptimizationLevel", constant(level, "ALL_OPT"));
    return call(type("OrtEnvironment"), environment, "createSession", onnx.toString(), chosen);
  }

  /** A tensor that reads {@code data} in place. */
  Object tensor(ElementType type, ByteBuffer data, long[] shape) throws IOException {
    Object java = constant(type("OnnxJavaType"), name(type));
    return call(type("OnnxTensor"), null, "createTensor", environment, data, shape, java);
  }

  private static String name(ElementType type) {
    return switch (type) {
      case F64 -> "DOUBLE";
      case F32 -> "FLOAT";
      case F16 -> "FLOAT16";
      case BF16 -> "BFLOAT16";
      case I64 -> "INT64";
      case I32 -> "INT32";
      case I16 -> "INT16";
      case I8 -> "INT8";
      case U8 -> "UINT8";
      case BOOL -> "BOOL";
      default -> throw new IllegalArgumentException("ONNX Runtime's Java API has no " + type);
    };
  }

  Class<?> type(String name) throws IOException {
    try {
      return Class.forName(PACKAGE + name, true, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IOException("no " + PACKAGE + name + ": " + e, e);
    }
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(type.getName() + " has no " + name);
  }

  /** The method of this name whose parameters take {@code arguments}. */
  static Method method(Class<?> type, String name, Object... arguments) throws IOException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
        return method;
      }
    }
    throw new IOException(type.getName() + " has no such " + name);
  }

  private static boolean takes(Class<?>[] parameters, Object[] arguments) {
    boolean fits = parameters.length == arguments.length;
    for (int i = 0; fits && i < parameters.length; i++) {
      boolean number = parameters[i] == int.class && arguments[i] instanceof Integer;
      fits = number || parameters[i].isInstance(arguments[i]);
    }
    return fits;
  }

  static Object call(Class<?> type, Object of, String name, Object... arguments)
      throws IOException {
    return invoke(method(type, name, arguments), of, arguments);
  }

  static Object invoke(Method method, Object of, Object... arguments) throws IOException {
    try {
      return method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new IOException("ONNX Runtime: " + cause.getMessage(), cause);
    } catch (IllegalAccessException e) {
      throw new IOException(e.toString(), e);
    }
  }
}
