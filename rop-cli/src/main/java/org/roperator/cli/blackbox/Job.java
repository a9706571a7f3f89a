package org.roperator.cli.blackbox;

import java.util.List;
import org.roperator.perturb.BlackBox;

/**
 * Something to tune by its values alone. Each seed is a variant of its own: other data or noise and
 * another start.
 */
public interface Job {

  /** A short name, such as {@code digits}. */
  String name();

  /** What is tuned and what is measured, in a sentence or two. */
  String story();

  /** What the value is. */
  String measure();

  /** What the entries of a point stand for, in their order. */
  List<String> parameters();

  /** The entries of a point in the units of what they stand for. */
  double[] inUnits(double[] w);

  /** The point a variant begins at. */
  double[] start(long seed);

  /** How far a first step may go, the same for every entry. */
  double reach();

  /**
   * How far SPSA's first perturbations go: as far as lifts a difference out of the noise, or a
   * small step where there is none.
   */
  double perturbation();

  /**
   * The function to minimize, of one variant; not to be shared between threads.
   *
   * @param run tells the noise of one search from that of another
   */
  BlackBox box(long seed, long run);

  /** What a point is worth in truth: the value without its noise. */
  double judge(double[] w, long seed);
}
