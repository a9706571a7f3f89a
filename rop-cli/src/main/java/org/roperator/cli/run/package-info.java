/**
 * What every experiment is told and finds: the task, the course of a run, a network's predictions,
 * checks of derivatives, means over seeds. Experiments, pages and commands stand on it; it imports
 * none of them.
 *
 * <p>Read {@link org.roperator.cli.run.Setup} first.
 */
@NullMarked
package org.roperator.cli.run;

import org.jspecify.annotations.NullMarked;
