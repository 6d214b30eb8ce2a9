/** What reports are made of: tables, pictures, JSON, and pages that need nothing else. */
package org.sinter.cli.report;
