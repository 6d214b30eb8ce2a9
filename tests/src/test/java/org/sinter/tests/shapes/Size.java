package org.sinter.tests.shapes;

/**
 * How large a model is.
 *
 * @param words rows of the table of words
 * @param positions the longest text
 */
record Size(int layers, int width, int heads, int inner, int words, int positions) {
  /** BERT-base, ViT-base and GPT-2 but for the words, whose number no speed depends on. */
  static final Size BASE = new Size(12, 768, 12, 3072, 2048, 512);

  static final Size SMALL = new Size(2, 48, 4, 192, 100, 64);

  /** Multiply-adds of the products for {@code texts} of {@code length} tokens, times two. */
  double flops(double texts, double length) {
    double linear = 2 * texts * length * (4.0 * width * width + 2.0 * width * inner);
    double attention = 4 * texts * length * length * width;
    return layers * (linear + attention);
  }
}
