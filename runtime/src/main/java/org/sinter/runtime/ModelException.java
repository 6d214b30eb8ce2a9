package org.sinter.runtime;

/** A model that cannot be loaded or run here: a damaged jar, a CPU or system it is not made for. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
