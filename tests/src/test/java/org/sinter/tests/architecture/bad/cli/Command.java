package org.sinter.tests.architecture.bad.cli;

/** What nobody may know. */
public final class Command {}
