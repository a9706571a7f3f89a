/** A study of many small networks: do spectra tell which of them will generalize? */
@NullMarked
package org.roperator.cli.study;

import org.jspecify.annotations.NullMarked;
