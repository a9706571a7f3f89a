/**
 * The laws every implementation inherits.
 *
 * <p>A test class implements {@link org.roperator.contract.SymmetricOperatorContract}, {@link
 * org.roperator.contract.ObjectiveContract} or a relative, provides its cases, and so runs all the
 * laws as jqwik properties. Published as the test-jar of rop-core, for users' own implementations
 * too.
 */
@NullMarked
package org.roperator.contract;

import org.jspecify.annotations.NullMarked;
