/**
 * OpenBLAS from a jar.
 *
 * <p>Nothing here is called by name: with this module on the class path, {@link
 * org.roperator.dense.Blas} finds it and computes its products with it. See {@link
 * org.roperator.openblas.OpenBlasProvider} for the platforms.
 */
@NullMarked
package org.roperator.openblas;

import org.jspecify.annotations.NullMarked;
