package org.roperator.cli.report;

import org.roperator.cli.run.HvCheck;
import org.roperator.cli.run.Setup;

/**
 * A check of derivatives as a page for people.
 *
 * @param setup what was asked for
 * @param check what was found
 * @param tolerance the largest relative error that passes
 * @param passed whether it passed
 */
public record DerivativeReport(Setup setup, HvCheck check, double tolerance, boolean passed) {}
