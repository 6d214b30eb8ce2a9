package org.sinter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.sinter.ir.diag.CompileException;
import org.sinter.runtime.ModelException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command: {@code sinter compile model.onnx -o model.jar}. */
@Command(
    name = "sinter",
    description = "Compiles Transformer models ahead of time into jars with native kernels.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CompileCommand.class,
      CalibrateCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      ConformanceCommand.class,
      InspectCommand.class,
      OptCommand.class,
      ExplainCommand.class,
      BisectCommand.class,
      DiffCommand.class,
      BenchCommand.class,
      CompareCommand.class,
      TuneCommand.class,
      EvaluateCommand.class,
      ChooseCommand.class,
      DemoCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed; the reason is on standard error", "2:wrong usage"})
public final class Sinter {
  static final int FAILED = 1;

  private Sinter() {}

  public static void main(String[] arguments) {
    java.lang.System.exit(commandLine().execute(arguments));
  }

  /** The command line as tests use it, too. */
  public static CommandLine commandLine() {
    return new CommandLine(new Sinter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> report(failure, command.getErr()));
  }

  /** What users can mend is told in a line or a diagnostic; the rest with its stack. */
  private static int report(Exception failure, PrintWriter err) throws Exception {
    if (failure instanceof CompileException) {
      err.println(failure.getMessage());
    } else if (isTheUsers(failure)) {
      err.println("error: " + message(failure));
    } else {
      throw failure;
    }
    err.flush();
    return FAILED;
  }

  private static boolean isTheUsers(Exception failure) {
    return failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof IllegalArgumentException
        || failure instanceof ModelException;
  }

  private static String message(Exception failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof NoSuchFileException) {
      return cause.getMessage() + ": no such file";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
