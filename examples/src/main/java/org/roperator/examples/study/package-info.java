/** A study of many small networks: do spectra tell which of them will generalise? */
@NullMarked
package org.roperator.examples.study;

import org.jspecify.annotations.NullMarked;
