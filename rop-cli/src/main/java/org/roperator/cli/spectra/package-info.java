/** Experiments with the spectra of networks: one network closely, and many by and large. */
@NullMarked
package org.roperator.cli.spectra;

import org.jspecify.annotations.NullMarked;
