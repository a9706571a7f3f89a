/**
 * Spectra of a model's curvature, of the whole and of each layer, at one point and while it is
 * trained.
 *
 * <p>Read {@link org.roperator.nn.spectrum.LayerSpectra} first; {@link
 * org.roperator.nn.spectrum.SpectrumRecorder} takes them as a training run goes on.
 */
@NullMarked
package org.roperator.nn.spectrum;

import org.jspecify.annotations.NullMarked;
