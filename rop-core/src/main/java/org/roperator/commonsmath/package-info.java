/**
 * Adapters to and from Apache Commons Math 3.
 *
 * <p>Read {@link org.roperator.commonsmath.CommonsMath} first.
 */
@NullMarked
package org.roperator.commonsmath;

import org.jspecify.annotations.NullMarked;
