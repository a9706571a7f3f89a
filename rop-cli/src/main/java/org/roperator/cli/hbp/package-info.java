/**
 * What {@code rop hbp} compares: methods on one network from several seeds.
 *
 * <p>Read {@link org.roperator.cli.hbp.HbpComparison} first.
 */
@NullMarked
package org.roperator.cli.hbp;

import org.jspecify.annotations.NullMarked;
