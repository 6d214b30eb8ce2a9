package org.sinter.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/** Finds a model: {@code sinter/NAME/model.json} in a jar, directory or class loader. */
final class Sources {
  static final String ROOT = "sinter/";
  static final String MODEL = "model.json";

  private Sources() {}

  /** The one model in a jar, or in a directory that holds model.json itself. */
  static Source in(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return new DirectorySource(path);
    }
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new ModelException(path + ": a path of the default file system expected");
    }
    Zip zip = Zip.open(path, ROOT);
    try {
      return new JarSource(zip, onlyFolder(zip));
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String onlyFolder(Zip zip) {
    List<String> folders = new ArrayList<>();
    for (String name : zip.entries().keySet()) {
      String folder = name.substring(0, name.lastIndexOf('/') + 1);
      boolean deep = folder.indexOf('/', ROOT.length()) == folder.length() - 1;
      if (name.endsWith("/" + MODEL) && folder.length() > ROOT.length() && deep) {
        folders.add(folder);
      }
    }
    if (folders.size() != 1) {
      throw zip.damaged("one " + ROOT + "NAME/" + MODEL + " expected, found " + folders);
    }
    return folders.get(0);
  }

  /** The model of this name that {@code loader} sees. */
  static Source in(ClassLoader loader, String name) throws IOException {
    if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("no name of a model: \"" + name + "\"");
    }
    ClassLoader used = loader == null ? ClassLoader.getSystemClassLoader() : loader;
    String folder = ROOT + name + "/";
    URL url = used.getResource(folder + MODEL);
    if (url == null) {
      throw new ModelException("no model " + name + " on the class path: no " + folder + MODEL);
    }
    String text = url.toString();
    if (text.startsWith("file:")) {
      return new DirectorySource(path(text).getParent());
    }
    int bang = text.indexOf("!/");
    if (text.startsWith("jar:file:") && bang == text.lastIndexOf("!/")) {
      return new JarSource(Zip.open(path(text.substring(4, bang)), folder), folder);
    }
    return new ResourceSource(used, folder);
  }

  private static Path path(String uri) {
    try {
      return Paths.get(new URI(uri));
    } catch (URISyntaxException e) {
      throw new ModelException("no path: " + uri, e);
    }
  }
}
