package org.sinter.frontend.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.sinter.frontend.text.PipelineParser.DefinitionContext;
import org.sinter.frontend.text.PipelineParser.FileContext;
import org.sinter.frontend.text.PipelineParser.SettingContext;
import org.sinter.frontend.text.PipelineParser.StepContext;
import org.sinter.frontend.text.PipelineParser.StepsContext;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.text.Names;
import org.sinter.ir.text.PipelineText;
import org.sinter.ir.text.PipelineText.Definition;
import org.sinter.ir.text.PipelineText.Step;

/** Reads pipelines: definitions, or a bare list of steps as the only definition, without a name. */
public final class PipelineReader {
  private static final int MAX_INCLUDES = 16;

  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final Set<Path> included = new LinkedHashSet<>();

  private PipelineReader() {}

  /**
   * Reads a text that includes no files.
   *
   * @param name what errors call the text
   * @throws CompileException with all errors found
   */
  public static PipelineText read(String name, String text) {
    return new PipelineReader().all(new SourceText(name, text));
  }

  /** Reads a file and what it includes from its directory or below. */
  public static PipelineText read(Path file) {
    PipelineReader reader = new PipelineReader();
    reader.included.add(file.toAbsolutePath().normalize());
    return reader.all(SourceText.read(file));
  }

  private PipelineText all(SourceText source) {
    file(source);
    return new PipelineText(List.copyOf(definitions.values()));
  }

  private void file(SourceText source) {
    FileContext file =
        Parsing.parse(source, PipelineLexer::new, PipelineParser::new, PipelineParser::file);
    try {
      file.include().forEach(i -> include(source, i.STRING().getSymbol()));
      file.definition().forEach(d -> define(source, d));
      if (file.steps() != null) {
        definitions.put("", new Definition("", steps(source, file.steps())));
      }
    } catch (Fault fault) {
      throw source.error(fault.at(), fault.getMessage());
    }
    source.finish();
  }

  /** Reads another file, once; cycles end so, too. */
  private void include(SourceText source, Token at) {
    if (source.directory() == null) {
      throw new Fault(at, "only a file can include others");
    }
    try {
      Path file = Beside.locate(source.directory(), Names.unquote(at.getText())).normalize();
      if (included.add(file)) {
        if (included.size() > MAX_INCLUDES) {
          throw new Fault(at, "more than " + MAX_INCLUDES + " files");
        }
        file(SourceText.read(file));
      }
    } catch (IllegalArgumentException e) {
      throw new Fault(at, e.getMessage());
    }
  }

  private void define(SourceText source, DefinitionContext definition) {
    String name = definition.NAME().getText();
    Definition read = new Definition(name, steps(source, definition.steps()));
    if (definitions.putIfAbsent(name, read) != null) {
      source.report(definition.NAME().getSymbol(), "pipeline " + name + " is defined twice");
    }
  }

  private static List<Step> steps(SourceText source, StepsContext steps) {
    List<Step> read = new ArrayList<>();
    for (StepContext step : steps.step()) {
      Map<String, Object> options = new LinkedHashMap<>();
      if (step.settings() != null) {
        step.settings().setting().forEach(o -> option(source, o, options));
      }
      Token at = step.getStart();
      read.add(new Step(step.NAME().getText(), options, source.location(at)));
    }
    return read;
  }

  private static void option(
      SourceText source, SettingContext option, Map<String, Object> options) {
    String name = option.NAME().getText();
    if (options.put(name, OptionValues.read(option.value())) != null) {
      source.report(option.getStart(), "option " + name + " is given twice");
    }
  }
}
