package org.sinter.tests.architecture.bad.passes;

import org.sinter.tests.architecture.bad.cli.Command;

/** Looks up. */
record KnowsCli(Command command) {}
