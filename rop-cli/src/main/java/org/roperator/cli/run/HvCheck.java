package org.roperator.cli.run;

import org.roperator.check.CheckReport;

/**
 * Exact Hessian-vector products held against central differences.
 *
 * @param report what the check found
 * @param examples over how many training examples
 */
public record HvCheck(CheckReport report, int examples) {}
