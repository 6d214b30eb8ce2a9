/**
 * What a model is worth on data: each metric is made of a few numbers for each unit of the data, so
 * that intervals, of a score and of the difference of two candidates, come from units drawn again.
 *
 * <pre>{@code
 * List<List<Observed>> all = Evaluation.run(data, List.of(fp32, int8), fp32, Wanted.DEDUCED);
 * Observed spearman = all.get(1).get(0);
 * spearman.score();                              // Score(value, low, high)
 * spearman.minus(all.get(0).get(0)).isClear();   // whether the difference is significant
 * }</pre>
 */
package org.sinter.cli.metric;
