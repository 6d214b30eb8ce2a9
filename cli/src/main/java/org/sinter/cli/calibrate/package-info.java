/** Calibration: what a graph's values are over data, measured natively, and recorded in a file. */
package org.sinter.cli.calibrate;
