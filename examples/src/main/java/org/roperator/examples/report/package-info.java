/**
 * What a run of the rop command leaves behind: numbers for machines and pages for people.
 *
 * <p>Read {@link org.roperator.examples.report.TrainingReport} first.
 */
@NullMarked
package org.roperator.examples.report;

import org.jspecify.annotations.NullMarked;
