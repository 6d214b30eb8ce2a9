package org.sinter.tests.architecture.bad.util;

/** A package that could hold anything. */
final class Anything {}
