package org.sinter.tests.architecture.bad.passes;

/** What only the command line may know. */
public final class Pass {}
