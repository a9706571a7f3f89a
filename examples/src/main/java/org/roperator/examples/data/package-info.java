/**
 * Labelled data sets for the rop command: where they come from and how they are split and scaled.
 *
 * <p>Read {@link org.roperator.examples.data.Dataset} first. {@link
 * org.roperator.examples.data.Digits} is embedded; {@link org.roperator.examples.data.CsvFile} and
 * {@link org.roperator.examples.data.IdxFolder} read files of others and say in one line, with
 * file, line and column, what is wrong with them.
 */
@NullMarked
package org.roperator.examples.data;

import org.jspecify.annotations.NullMarked;
