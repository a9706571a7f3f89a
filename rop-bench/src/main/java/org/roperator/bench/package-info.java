/** Benchmarks. */
@NullMarked
package org.roperator.bench;

import org.jspecify.annotations.NullMarked;
