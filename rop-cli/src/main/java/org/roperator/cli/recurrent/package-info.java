/** What {@code rop recurrent} teaches networks that settle. */
@NullMarked
package org.roperator.cli.recurrent;

import org.jspecify.annotations.NullMarked;
