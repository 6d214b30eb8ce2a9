package org.sinter.tests.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sinter.cli.data.DataFile;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Reading;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import org.sinter.tests.conformance.Shared;

/**
 * A model of the developers' data with cases to choose by: {@code bert}, {@code bert:dynamo},
 * {@code gpt2:cached-legacy} of the exported architectures, or a trained one.
 */
record Choosable(String name, Path model) {
  private static final List<String> ENCODERS =
      List.of(
          "albert",
          "bart-encoder",
          "bert",
          "bert-mlm",
          "bert-seqcls",
          "clip-text",
          "deberta-v2",
          "distilbert",
          "electra",
          "swin",
          "t5-encoder",
          "vit");

  private static final List<String> TRAINED =
      List.of("rxnmapper-albert", "g2p-bart-us", "stories656k");

  /** Those of these names; none: all encoders and trained models. */
  static List<Choosable> of(List<String> names) {
    List<String> all = Stream.concat(ENCODERS.stream(), TRAINED.stream()).toList();
    return (names.isEmpty() ? all : names).stream().map(Choosable::of).toList();
  }

  private static Choosable of(String name) {
    if (TRAINED.contains(name)) {
      return new Choosable(name, Shared.data("models/" + name + "/model.onnx"));
    }
    String[] parts = name.split(":", 2);
    String export = parts.length == 1 ? "legacy" : parts[1];
    return new Choosable(name, Shared.data("hf-zoo/" + parts[0] + "/" + export + ".onnx"));
  }

  String file() {
    return name.replace(':', '-');
  }

  /** Files of cases, the first to choose by. */
  record Cases(List<Path> files) {
    Path first() {
      return files.get(0);
    }

    List<Path> others() {
      return files.subList(1, files.size());
    }

    Dataset dataset(Path file) {
      return DataFile.read(file, Reading.with(null));
    }
  }

  /** The cases beside the model; what is not a file each is written to {@code directory}. */
  Cases cases(Path directory) throws IOException {
    Path all = model.resolveSibling("refs.safetensors");
    return new Cases(Files.exists(all) ? separate(all, directory) : beside());
  }

  private List<Path> beside() {
    boolean cached = model.getFileName().toString().startsWith("cached");
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(model.resolveSibling((cached ? "cached-case" : "case") + i + ".safetensors"));
    }
    return files;
  }

  /** {@code caseN.NAME} of one file becomes {@code in.NAME} of a file each. */
  private List<Path> separate(Path all, Path directory) throws IOException {
    Map<String, Map<String, Tensor>> cases = new TreeMap<>();
    TensorSet.read(all)
        .forEach(
            (name, tensor) -> {
              int dot = name.indexOf('.');
              String port = name.substring(dot + 1);
              cases
                  .computeIfAbsent(name.substring(0, dot), c -> new TreeMap<>())
                  .put((port.equals("logits") ? "out." : "in.") + port, tensor);
            });
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, Map<String, Tensor>> each : cases.entrySet()) {
      Path file = directory.resolve(file() + "-" + each.getKey() + ".npz");
      TensorSet.write(file, each.getValue());
      files.add(file);
    }
    return files;
  }
}
