/**
 * Minimizers beside SciPy's on the problems of {@code org.roperator.problems}.
 *
 * <p>{@link org.roperator.bench.minimize.MinimizeTable} runs Rop's and prints a line of JSON for
 * each run, {@code rop-bench/peers/minimize_scipy.py} the same of SciPy's; {@link
 * org.roperator.bench.minimize.MinimizeComparison} reads both.
 */
@NullMarked
package org.roperator.bench.minimize;

import org.jspecify.annotations.NullMarked;
