/**
 * Dense matrix products on row-major arrays, over the fastest BLAS the process has.
 *
 * <p>Read {@link org.roperator.dense.Matrix}, then {@link org.roperator.dense.Blas}.
 */
@NullMarked
package org.roperator.dense;

import org.jspecify.annotations.NullMarked;
