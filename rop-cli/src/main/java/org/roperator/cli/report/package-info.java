/**
 * What a run of the rop command leaves behind for people: pages, made from the templates in {@code
 * src/main/jte}.
 *
 * <p>Read {@link org.roperator.cli.report.TrainingPage} first, beside {@code train.jte}.
 */
@NullMarked
package org.roperator.cli.report;

import org.jspecify.annotations.NullMarked;
