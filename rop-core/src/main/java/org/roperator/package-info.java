/** What all rooms of the toolkit share. */
@NullMarked
package org.roperator;

import org.jspecify.annotations.NullMarked;
