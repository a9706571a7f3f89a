/**
 * How results become metrics.json: a record of a file is its schema, and {@code docs/metrics.md}
 * lists what the records say of themselves.
 *
 * <p>Read {@link org.roperator.cli.metrics.MetricsJson} first.
 */
@NullMarked
package org.roperator.cli.metrics;

import org.jspecify.annotations.NullMarked;
