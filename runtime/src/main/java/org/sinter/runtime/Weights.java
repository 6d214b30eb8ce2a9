package org.sinter.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The mapped weights of a model and the array of their addresses, in the order of model.json. */
final class Weights {
  private static final int ALIGNMENT = 64;

  private final List<Metadata.WeightsFile> files;
  private final List<Mapping> mappings = new ArrayList<>();
  private Memory addresses;

  private Weights(List<Metadata.WeightsFile> files) {
    this.files = files;
  }

  static Weights map(Source source, Metadata model, Cache cache) throws IOException {
    Weights weights = new Weights(model.weights());
    try {
      for (Metadata.WeightsFile file : model.weights()) {
        weights.mappings.add(Mapping.of(region(source, file, cache)));
      }
      weights.tabulate();
      return weights;
    } catch (IOException | RuntimeException e) {
      weights.release();
      throw e;
    }
  }

  /** In place where the bytes lie open and aligned, otherwise extracted. */
  private static Source.Region region(Source source, Metadata.WeightsFile file, Cache cache)
      throws IOException {
    Source.Region region = source.region(file.file());
    if (region != null && region.bytes() != file.bytes()) {
      throw new ModelException(
          source.where(file.file())
              + " has "
              + region.bytes()
              + " bytes, model.json says "
              + file.bytes());
    }
    if (region != null && region.offset() % ALIGNMENT == 0) {
      return region;
    }
    return new Source.Region(cache.weights(source, file), 0, file.bytes());
  }

  private void tabulate() {
    addresses = Memory.allocate(8L * mappings.size());
    for (int i = 0; i < mappings.size(); i++) {
      addresses.view(8L * i, 8).putLong(0, mappings.get(i).address());
    }
  }

  long address() {
    return addresses.address();
  }

  /** Compares the SHA-256 of every file with model.json. */
  void verify() {
    for (int i = 0; i < mappings.size(); i++) {
      String where = "weights " + files.get(i).file();
      SourceReader.requireSame(where, mappings.get(i).sha256(), files.get(i).sha256());
    }
  }

  void release() {
    for (Mapping mapping : mappings) {
      mapping.release();
    }
    if (addresses != null) {
      addresses.release();
    }
  }
}
