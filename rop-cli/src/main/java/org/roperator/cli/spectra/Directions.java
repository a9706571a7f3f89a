package org.roperator.cli.spectra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.nn.curvature.LayerBlocks;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.spectrum.Eigenpairs;

/** What eigenvectors of a curvature matrix are like: where the gradient and the loss stand. */
public final class Directions {

  private static final int SLICE_POINTS = 41;

  /** A slice reaches where the quadratic has changed by this, if curvature alone decides. */
  private static final double RISE = 1;

  private Directions() {}

  /**
   * One eigenvector.
   *
   * @param eigenvalue its eigenvalue
   * @param residual the norm of what its product differs from the multiple
   * @param overlap {@code |⟨v, g⟩| / ‖g‖} with the gradient g
   * @param shares by layer, the part of {@code ‖v‖²} that lies in it
   */
  public record Direction(
      double eigenvalue, double residual, double overlap, Map<String, Double> shares) {}

  /**
   * The objective along a line through the point.
   *
   * @param name which line
   * @param steps t, rising
   * @param values {@code E(w + t v)}
   * @param quadratic {@code E + t gᵀv + t² vᵀAv / 2}
   */
  public record Slice(
      String name, List<Double> steps, List<Double> values, List<Double> quadratic) {}

  static List<Direction> of(Eigenpairs pairs, Expansion at, ParameterLayout layout) {
    double[] g = at.gradient();
    double norm = Vectors.norm(g);
    List<? extends Block<?>> layers = LayerBlocks.of(at.hessian(), layout).blocks();
    List<Direction> directions = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      double[] v = pairs.vector(i);
      Map<String, Double> shares = new LinkedHashMap<>();
      for (Block<?> layer : layers) {
        double sum = 0;
        for (Range range : layer.ranges()) {
          for (int j = range.from(); j < range.to(); j++) {
            sum += v[j] * v[j];
          }
        }
        shares.put(layer.name(), sum);
      }
      directions.add(
          new Direction(
              pairs.value(i), pairs.residual(i), Math.abs(Vectors.dot(v, g)) / norm, shares));
    }
    return directions;
  }

  /** The objective along a unit vector, as far as its curvature lets it change by about one. */
  static Slice slice(
      String name, Objective objective, Expansion at, double[] w, double[] v, double curvature) {
    double slope = Vectors.dot(at.gradient(), v);
    double far = Vectors.norm(w) / 2;
    double reach = Math.min(far, Math.sqrt(2 * RISE / Math.max(Math.abs(curvature), 1e-300)));
    List<Double> steps = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Double> quadratic = new ArrayList<>();
    for (int i = 0; i < SLICE_POINTS; i++) {
      double t = reach * (2.0 * i / (SLICE_POINTS - 1) - 1);
      double[] there = w.clone();
      Vectors.addScaled(t, v, there);
      steps.add(t);
      values.add(objective.value(there));
      quadratic.add(at.value() + t * slope + t * t * curvature / 2);
    }
    return new Slice(name, steps, values, quadratic);
  }
}
