/** The rop command. */
@NullMarked
package org.roperator.examples;

import org.jspecify.annotations.NullMarked;
