/** OpenBLAS from a jar. */
@NullMarked
package org.roperator.openblas;

import org.jspecify.annotations.NullMarked;
