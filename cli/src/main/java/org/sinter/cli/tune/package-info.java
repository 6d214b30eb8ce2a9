/** Searching for the schedules that are fastest on this machine, by measuring them. */
package org.sinter.cli.tune;
