package org.sinter.cli.report;

/** An axis from pixel to pixel; what lies outside is drawn at its end. */
public record Scale(double low, double high, double from, double to, boolean logarithmic) {
  public static Scale linear(double low, double high, double from, double to) {
    return new Scale(low, high, from, to, false);
  }

  public static Scale logarithmic(double low, double high, double from, double to) {
    return new Scale(low, high, from, to, true);
  }

  /** Where a value lies. */
  public double at(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return from + (to - from) * Math.max(0, Math.min(1, share));
  }
}
