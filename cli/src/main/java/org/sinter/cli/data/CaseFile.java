package org.sinter.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;

/**
 * Cases of tensors {@code in.NAME} (or {@code NAME}) and {@code out.NAME}: a file is a case, and so
 * is a directory of .npy files; in a directory of .safetensors or .npz files each one is.
 */
final class CaseFile {
  private static final int MAX_FILES = 100_000;

  private final Path place;
  private final Reading reading;

  CaseFile(Path place, Reading reading) {
    this.place = place;
    this.reading = reading;
  }

  Dataset dataset() {
    List<TensorDataset.Case> cases = new ArrayList<>();
    if (!Files.isDirectory(place)) {
      cases.add(one(place, TensorSet.read(place)));
    } else {
      List<Path> files = files();
      Map<String, Tensor> arrays = new TreeMap<>();
      for (Path file : files) {
        if (file.toString().endsWith(".npy")) {
          arrays.putAll(TensorSet.read(file));
        } else if (cases.size() < reading.limit()) {
          cases.add(one(file, TensorSet.read(file)));
        }
      }
      if (!arrays.isEmpty()) {
        cases.add(one(place, arrays));
      }
    }
    if (cases.isEmpty()) {
      throw Failure.at(place, "", "holds no .npy, .npz or .safetensors");
    }
    return new TensorDataset(place.getFileName().toString(), cases);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(npy|npz|safetensors)"))
          .sorted()
          .limit(MAX_FILES)
          .toList();
    } catch (IOException e) {
      throw Failure.at(place, "", "cannot be read", e);
    }
  }

  private static TensorDataset.Case one(Path file, Map<String, Tensor> tensors) {
    Map<String, org.sinter.runtime.Tensor> inputs = new LinkedHashMap<>();
    Map<String, org.sinter.runtime.Tensor> expected = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          boolean out = name.startsWith("out.");
          String plain = out || name.startsWith("in.") ? name.substring(out ? 4 : 3) : name;
          (out ? expected : inputs).put(plain, TensorDataset.tensor(tensor));
        });
    return new TensorDataset.Case(file.toString(), inputs, expected);
  }
}
