package org.sinter.tests.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.sinter.cli.Sinter;
import picocli.CommandLine;

/** Runs commands in this JVM and keeps what they print. */
public abstract class CommandTest {
  protected final StringWriter out = new StringWriter();
  protected final StringWriter err = new StringWriter();

  /** The exit code. */
  protected int sinter(Object... arguments) {
    CommandLine line = Sinter.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }
}
