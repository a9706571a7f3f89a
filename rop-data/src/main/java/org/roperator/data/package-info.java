/**
 * Labeled examples: where they come from, how they are split and scaled.
 *
 * <p>Read {@link org.roperator.data.LabeledData} first. {@link org.roperator.data.Digits} and
 * {@link org.roperator.data.Embedded} are small real sets in the jar; {@link
 * org.roperator.data.CsvFile}, {@link org.roperator.data.IdxFolder} and {@link
 * org.roperator.data.CifarFolder} read files and say in one line, with file, line and column, what
 * is wrong with them. A {@link org.roperator.data.TrainTest} is a stratified, scaled split.
 */
@NullMarked
package org.roperator.data;

import org.jspecify.annotations.NullMarked;
