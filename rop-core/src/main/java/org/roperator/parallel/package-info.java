/**
 * The law of bits: work is cut by the data alone, every part is computed in a place of its own, and
 * the parts are added in order, so that a result is equal bit for bit for any number of threads.
 *
 * <p>Read {@link org.roperator.parallel.Workers} first.
 */
@NullMarked
package org.roperator.parallel;

import org.jspecify.annotations.NullMarked;
