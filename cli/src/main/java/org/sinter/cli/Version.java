package org.sinter.cli;

import picocli.CommandLine.IVersionProvider;

/** The compiler's version, from the jar's manifest or the build. */
final class Version implements IVersionProvider {
  static final String NUMBER = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"sinter " + NUMBER};
  }
}
