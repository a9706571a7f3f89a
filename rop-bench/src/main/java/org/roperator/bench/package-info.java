/**
 * Measurements of the toolkit by itself and beside others; not published.
 *
 * <p>{@link org.roperator.bench.SpeedTable} makes the table of the documentation from one run;
 * {@link org.roperator.bench.TapeTable} those of the tape.
 */
@NullMarked
package org.roperator.bench;

import org.jspecify.annotations.NullMarked;
