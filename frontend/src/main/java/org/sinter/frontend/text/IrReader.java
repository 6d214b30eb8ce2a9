package org.sinter.frontend.text;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.sinter.frontend.text.IrParser.FileContext;
import org.sinter.frontend.text.IrParser.GraphContext;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;

/** Reads graphs, kernels and programs from text. */
public final class IrReader {
  private final SourceText source;
  private final ConstantReader constants;

  private IrReader(SourceText source, ConstantReader.Files files) {
    this.source = source;
    this.constants = new ConstantReader(files);
  }

  /**
   * The only graph of a text without files beside it.
   *
   * @param name what errors call the text
   * @throws CompileException with all errors found
   */
  public static Graph graph(String name, String text) {
    return new IrReader(new SourceText(name, text), NO_FILES).graph();
  }

  /** The only graph of a file; its constants may lie in tensor files of the same directory. */
  public static Graph graph(Path file) {
    return new IrReader(SourceText.read(file), new TensorFiles(file)).graph();
  }

  /** The only graph of a text that stands in for {@code file}: errors and constants say so. */
  public static Graph graph(Path file, String text) {
    return new IrReader(new SourceText(file.toString(), text), new TensorFiles(file)).graph();
  }

  private static final ConstantReader.Files NO_FILES =
      (source, type) -> {
        throw new IllegalArgumentException("this text has no files beside it");
      };

  private Graph graph() {
    return read(file -> graph(only("graph", file, file.graph())));
  }

  /** The only kernel of a text. */
  public static Kernel kernel(String name, String text) {
    return new IrReader(new SourceText(name, text), NO_FILES).kernel();
  }

  private Kernel kernel() {
    return read(file -> new KernelReader(source).read(only("kernel", file, file.kernel())));
  }

  /** The only program of a text without files beside it. */
  public static Program program(String name, String text) {
    return new IrReader(new SourceText(name, text), NO_FILES).program();
  }

  /** The only program of a file; its constants may lie in tensor files of the same directory. */
  public static Program program(Path file) {
    return new IrReader(SourceText.read(file), new TensorFiles(file)).program();
  }

  private Program program() {
    return read(
        file -> new ProgramReader(source, constants).read(only("program", file, file.program())));
  }

  private static <T extends ParserRuleContext> T only(
      String what, FileContext file, List<T> found) {
    if (found.size() != 1 || file.getChildCount() != 2) {
      throw new Fault(file.getStart(), "expected one " + what + " and nothing else");
    }
    return found.get(0);
  }

  private Graph graph(GraphContext graph) {
    return new GraphReader(source, constants, new SymbolScope()).read(graph);
  }

  private <T> T read(Function<FileContext, T> reader) {
    try {
      T result = reader.apply(Parsing.parse(source, IrLexer::new, IrParser::new, IrParser::file));
      source.finish();
      return result;
    } catch (Fault fault) {
      throw source.error(fault.at(), fault.getMessage());
    }
  }
}
