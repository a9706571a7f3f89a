/** Feedforward networks as objectives. */
@NullMarked
package org.roperator.nn;

import org.jspecify.annotations.NullMarked;
