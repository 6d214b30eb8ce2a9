package org.sinter.cli.bisect;

import org.sinter.ir.Graph;
import org.sinter.passes.Pass;

/**
 * A pass that changed the model.
 *
 * @param index its place in the pipeline, from 0
 * @param before the graph that it was given
 * @param loss of the model after it
 * @param added how much of that the model did not have before it
 */
record PassLoss(int index, Pass<Graph> pass, Graph before, double loss, double added) {}
