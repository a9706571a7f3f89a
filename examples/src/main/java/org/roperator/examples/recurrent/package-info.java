/** What {@code rop recurrent} teaches networks that settle. */
@NullMarked
package org.roperator.examples.recurrent;

import org.jspecify.annotations.NullMarked;
