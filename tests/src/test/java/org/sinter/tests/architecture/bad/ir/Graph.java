package org.sinter.tests.architecture.bad.ir;

/** What others may know. */
public final class Graph {}
