package org.sinter.ir.op;

/** An op whose kernel gives a measured symbol its value. */
public interface Measuring {
  String symbol();
}
