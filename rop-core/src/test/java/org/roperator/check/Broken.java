package org.roperator.check;

import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.operator.SymmetricOperator;

/** A correct objective with one planted defect. */
final class Broken implements Objective {

  /** Changes a product: given w, v and the right product, which it changes in place. */
  interface ProductDefect {
    void spoil(double[] w, double[] v, double[] hv);
  }

  private final Objective right;
  private ToDoubleFunction<double[]> value;
  private BiConsumer<double[], double[]> gradient = (w, g) -> {};
  private ProductDefect product = (w, v, hv) -> {};
  private double shift;

  private Broken(Objective right) {
    this.right = right;
    this.value = right::value;
  }

  static Broken of(Objective right) {
    return new Broken(right);
  }

  Broken value(ToDoubleFunction<double[]> changed) {
    this.value = changed;
    return this;
  }

  Broken gradient(BiConsumer<double[], double[]> spoil) {
    this.gradient = spoil;
    return this;
  }

  Broken product(ProductDefect spoil) {
    this.product = spoil;
    return this;
  }

  Broken expansionValueShiftedBy(double amount) {
    this.shift = amount;
    return this;
  }

  @Override
  public int dimension() {
    return right.dimension();
  }

  @Override
  public ParameterLayout layout() {
    return right.layout();
  }

  @Override
  public double value(double[] w) {
    return value.applyAsDouble(w);
  }

  @Override
  public Expansion expandAt(double[] w) {
    Expansion at = right.expandAt(w);
    double[] point = w.clone();
    double[] g = at.gradient();
    gradient.accept(point, g);
    double e = value.applyAsDouble(point) + shift;
    return expansion(
        e,
        g,
        SymmetricOperator.of(
            g.length,
            (v, out) -> {
              at.hessian().apply(v, out);
              product.spoil(point, v, out);
            }));
  }

  /** An expansion of given parts. */
  static Expansion expansion(double value, double[] gradient, SymmetricOperator hessian) {
    return new Expansion() {
      @Override
      public int dimension() {
        return gradient.length;
      }

      @Override
      public double value() {
        return value;
      }

      @Override
      public double[] gradient() {
        return gradient.clone();
      }

      @Override
      public SymmetricOperator hessian() {
        return hessian;
      }
    };
  }
}
