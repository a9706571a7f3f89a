package org.roperator.optimize.smooth;

import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * The quadratic model {@code q(s) = gᵀs + ½sᵀHs} of a function at a point x of a box, and steps
 * that lower it within the box and within {@code ‖s‖ ≤ Δ} (Lin &amp; Moré 1999). For one thread.
 *
 * <p>A step begins along the projected gradient. Its first stretch, as far as no bound is met,
 * costs one product, is the first iteration of conjugate gradients, and is the same for every
 * radius: that product is kept. If the stretch is too short the path bends at the bounds, and rates
 * are tried until the model falls enough. From there on the parameters that stand at bounds are
 * held, and conjugate gradients lower the model over the others, out of the box if they lead there;
 * what they found is projected onto the box, shortened until the model falls enough, and more
 * parameters are held, until the gradient of the model over those left is small or the step as long
 * as Δ.
 *
 * <p>Directions have a length of about 1, so that sizes of g and H and their squares do no harm.
 */
final class BoxModel {

  /** Of the fall that the slope promises, what a projected step must bring; the μ₀ of TRON. */
  private static final double ENOUGH = 0.01;

  /** By how much a projected step that is too long is shortened, at least and at most. */
  private static final double LEAST_SHARE = 0.1;

  private static final double MOST_SHARE = 0.5;

  /** A step of this part of the radius is at its end. */
  private static final double FULL = 1 - 1e-6;

  private final Bounds bounds;
  private final SymmetricOperator h;
  private final double[] x;
  private final double[] g;
  private final double[] steepest;
  private final double norm;
  private Optional<double[]> alongSteepest = Optional.empty();
  private int products;

  /**
   * The model at a point.
   *
   * @param x a point of the box. Not modified.
   * @param g the gradient there, whose projection is not zero. Not modified.
   */
  BoxModel(Bounds bounds, SymmetricOperator h, double[] x, double[] g) {
    this.bounds = bounds;
    this.h = h;
    this.x = x;
    this.g = g;
    this.steepest = bounds.projectedGradient(x, g);
    this.norm = Vectors.norm(steepest);
    for (int i = 0; i < steepest.length; i++) {
      steepest[i] = -steepest[i] / norm;
    }
  }

  /** How a step ended. */
  enum End {
    /** The gradient of the model over the parameters left is as small as was asked for. */
    INTERIOR,
    /** The step is as long as the radius, or all products were spent. */
    LIMITED,
    /** A product was not finite; the step is what was known before, and may be none. */
    NOT_FINITE,
    /** The thread was interrupted. */
    CANCELLED
  }

  /** A step; immutable. */
  static final class Step {

    private final double[] point;
    private final double[] s;
    private final double fall;
    private final End end;
    private final int faces;

    private Step(double[] point, double[] s, double fall, End end, int faces) {
      this.point = point;
      this.s = s;
      this.fall = fall;
      this.end = end;
      this.faces = faces;
    }

    /** Where it leads to, a point of the box. Not to be modified. */
    double[] point() {
      return point;
    }

    /** s, how far it is from x. Not to be modified. */
    double[] s() {
      return s;
    }

    /** By how much the model falls. */
    double fall() {
      return fall;
    }

    /** How it ended. */
    End end() {
      return end;
    }

    /** Over how many sets of parameters conjugate gradients ran. */
    int faces() {
      return faces;
    }
  }

  /** The length of the projected gradient. */
  double gradientNorm() {
    return norm;
  }

  /** {@code dᵀHd} of the unit vector d along the projected gradient, at the cost of a product. */
  double gradientCurvature() {
    if (alongSteepest.isEmpty()) {
      alongSteepest = Optional.of(times(steepest));
    }
    return Vectors.dot(steepest, alongSteepest.get());
  }

  private double[] times(double[] v) {
    products++;
    return h.times(v);
  }

  /** How many products with H were made. */
  int products() {
    return products;
  }

  /**
   * The step within a radius.
   *
   * @param radius Δ, above 0
   * @param accuracy the norm of the model's gradient over the parameters left to end at, relative
   *     to that of the projected gradient
   */
  Step within(double radius, double accuracy) {
    return new Path(radius, accuracy * norm).walk();
  }

  /** One step on its way. */
  private final class Path {

    private final double radius;
    private final double goal;
    private final int most;
    private int faces;

    /** x + s to the last bit of the box, s, and the gradient g + Hs of the model. */
    private final double[] y;

    private final double[] s = new double[x.length];
    private final double[] r;
    private double value;

    Path(double radius, double goal) {
      this.radius = radius;
      this.goal = goal;
      this.most = (int) Math.min(Integer.MAX_VALUE, products + 10 + 2L * x.length);
      this.y = x.clone();
      this.r = g.clone();
    }

    Step walk() {
      double curvature = gradientCurvature();
      double[] product = alongSteepest.orElseThrow();
      if (!Vectors.isFinite(product)) {
        return ended(End.NOT_FINITE);
      }
      double rate = Math.min(radius, curvature > 0 ? norm / curvature : radius);
      double straight = bounds.reach(x, steepest);
      Optional<End> end =
          rate < straight
              ? alongFirstStretch(rate, product)
              : alongProjectedGradient(rate, straight, product);
      while (end.isEmpty()) {
        end = lower();
      }
      return ended(end.get());
    }

    private Step ended(End end) {
      return new Step(y, s, -value, end, faces);
    }

    /** No bound is met: what conjugate gradients would do first. */
    private Optional<End> alongFirstStretch(double rate, double[] product) {
      move(rate, steepest, product);
      if (rate == radius) {
        return Optional.of(End.LIMITED);
      }
      Face face = new Face(steepest, norm);
      return face.left() <= goal ? Optional.of(End.INTERIOR) : search(face);
    }

    /** The first rate of a falling row at which the model falls enough on the path that bends. */
    private Optional<End> alongProjectedGradient(double rate, double straight, double[] product) {
      while (rate > straight) {
        Optional<Double> share = tryProjected(rate, steepest);
        if (share.isEmpty()) {
          return Optional.of(End.NOT_FINITE);
        }
        if (share.get() == 1) {
          return Optional.empty();
        }
        rate *= share.get();
      }
      moveToFirstBound(straight, steepest, product);
      return Optional.empty();
    }

    /** Conjugate gradients over the parameters that stand at no bound. */
    private Optional<End> lower() {
      Face face = new Face();
      if (face.left() <= goal) {
        return Optional.of(End.INTERIOR);
      }
      return Vectors.norm(s) >= FULL * radius || products >= most
          ? Optional.of(End.LIMITED)
          : search(face);
    }

    private Optional<End> search(Face face) {
      faces++;
      Optional<End> end = face.minimize();
      if (end.isPresent() && end.get() != End.LIMITED) {
        return end;
      }
      double straight = bounds.reach(y, face.w);
      if (straight >= 1) {
        move(1, face.w, face.hw);
        return end;
      }
      double rate = 1;
      while (rate > straight) {
        Optional<Double> share = tryProjected(rate, face.w);
        if (share.isEmpty()) {
          return Optional.of(End.NOT_FINITE);
        }
        if (share.get() == 1) {
          return Optional.empty();
        }
        rate *= share.get();
      }
      moveToFirstBound(straight, face.w, face.hw);
      return Optional.empty();
    }

    /**
     * Goes to the projection of {@code y + rate·w} if the model falls enough.
     *
     * @return 1 if it does; else the share of the rate to be tried next; empty if the product is
     *     not finite
     */
    private Optional<Double> tryProjected(double rate, double[] w) {
      double[] there = y.clone();
      double[] v = new double[y.length];
      for (int i = 0; i < v.length; i++) {
        if (w[i] != 0) {
          double free = x[i] + (s[i] + rate * w[i]);
          there[i] = bounds.project(i, free);
          v[i] = there[i] == free ? rate * w[i] : there[i] - x[i] - s[i];
        }
      }
      double[] hv = times(v);
      if (!Vectors.isFinite(hv)) {
        return Optional.empty();
      }
      double slope = Vectors.dot(r, v);
      double bend = Vectors.dot(v, hv);
      double change = slope + 0.5 * bend;
      if (change < 0 && change <= ENOUGH * slope) {
        Vectors.addScaled(1, v, s);
        Vectors.addScaled(1, hv, r);
        System.arraycopy(there, 0, y, 0, y.length);
        value += change;
        return Optional.of(1.0);
      }
      double lowest = slope < 0 ? -slope / bend : 0;
      return Optional.of(Math.max(LEAST_SHARE, Math.min(MOST_SHARE, lowest)));
    }

    private void move(double rate, double[] w, double[] hw) {
      value += rate * (Vectors.dot(r, w) + 0.5 * rate * Vectors.dot(w, hw));
      Vectors.addScaled(rate, w, s);
      Vectors.addScaled(rate, hw, r);
      for (int i = 0; i < y.length; i++) {
        if (w[i] != 0) {
          y[i] = bounds.project(i, x[i] + s[i]);
        }
      }
    }

    /** As far as the first bound that is met, which is then held to the last bit. */
    private void moveToFirstBound(double straight, double[] w, double[] hw) {
      double[] before = y.clone();
      move(straight, w, hw);
      for (int i = 0; i < y.length; i++) {
        if (bounds.reach(i, before[i], w[i]) <= straight) {
          y[i] = bounds.ahead(i, w[i]);
        }
      }
    }

    /** The parameters that stand at no bound, and conjugate gradients over them. */
    private final class Face {

      private final boolean[] isFree = new boolean[y.length];
      private final double[] residual = new double[y.length];
      private final double[] d = new double[y.length];
      private final double[] w = new double[y.length];
      private final double[] hw = new double[y.length];
      private final double[] sum = new double[y.length];
      private double left;

      Face() {
        for (int i = 0; i < y.length; i++) {
          isFree[i] = !bounds.isActive(i, y[i]);
          residual[i] = isFree[i] ? r[i] : 0;
        }
        left = Vectors.norm(residual);
        for (int i = 0; i < y.length; i++) {
          d[i] = left == 0 ? 0 : -residual[i] / left;
        }
      }

      /** After a first direction of conjugate gradients, where the residual had a norm. */
      Face(double[] first, double norm) {
        this();
        double share = left / norm;
        for (int i = 0; i < y.length; i++) {
          if (!isFree[i] && first[i] != 0) {
            return; // Rounding met a bound, and what is left over begins anew.
          }
        }
        Vectors.addScaled(share, first, d);
      }

      double left() {
        return left;
      }

      /** The w that lowers the model, and Hw; an end that is final, or one if w ends there. */
      Optional<End> minimize() {
        while (left > goal) {
          if (Thread.currentThread().isInterrupted()) {
            return Optional.of(End.CANCELLED);
          }
          if (products >= most) {
            return Optional.of(End.LIMITED);
          }
          double[] hd = times(d);
          if (!Vectors.isFinite(hd)) {
            return Optional.of(End.NOT_FINITE);
          }
          double curvature = Vectors.dot(d, hd);
          double rate = left / curvature;
          if (!(curvature > 0 && lengthAfter(rate) < radius)) {
            double rest = toTheBoundary();
            Vectors.addScaled(rest, d, w);
            Vectors.addScaled(rest, hd, hw);
            return Optional.of(End.LIMITED);
          }
          Vectors.addScaled(rate, d, w);
          Vectors.addScaled(rate, hd, hw);
          for (int i = 0; i < residual.length; i++) {
            residual[i] = isFree[i] ? residual[i] + rate * hd[i] : 0;
          }
          double next = Vectors.norm(residual);
          double share = next / left;
          left = next;
          for (int i = 0; i < d.length; i++) {
            d[i] = left == 0 ? 0 : share * d[i] - residual[i] / left;
          }
        }
        return Optional.empty();
      }

      private double lengthAfter(double rate) {
        Vectors.sum(s, 1, w, sum);
        Vectors.addScaled(rate, d, sum);
        return Vectors.norm(sum);
      }

      /** The t ≥ 0 with {@code ‖s + w + td‖ = Δ}. */
      private double toTheBoundary() {
        for (int i = 0; i < sum.length; i++) {
          sum[i] = (s[i] + w[i]) / radius;
        }
        double a = Vectors.dot(d, d);
        double b = Vectors.dot(sum, d);
        double c = Math.min(0, Vectors.dot(sum, sum) - 1);
        double root = Math.sqrt(b * b - a * c);
        return radius * (b > 0 ? -c / (b + root) : (root - b) / a);
      }
    }
  }
}
