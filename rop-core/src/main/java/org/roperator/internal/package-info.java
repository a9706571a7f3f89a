/**
 * Tools of Rop's own modules: checks of arguments, arithmetic on vectors and the like.
 *
 * <p>No part of what Rop offers: it may change or go in any release, is not documented, and nobody
 * outside Rop should import it.
 */
@NullMarked
package org.roperator.internal;

import org.jspecify.annotations.NullMarked;
