package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

class DerivativeCheckTest {

  /** Rosenbrock's function with its derivatives typed out. */
  private static final Objective ROSENBROCK =
      new Objective() {
        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public double value(double[] w) {
          double x = w[0];
          double y = w[1];
          return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
        }

        @Override
        public Expansion expandAt(double[] w) {
          double x = w[0];
          double y = w[1];
          double value = value(w);
          return new Expansion() {
            @Override
            public int dimension() {
              return 2;
            }

            @Override
            public double value() {
              return value;
            }

            @Override
            public double[] gradient() {
              return new double[] {-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)};
            }

            @Override
            public SymmetricOperator hessian() {
              return SymmetricOperator.symmetric(
                  new double[][] {{1200 * x * x - 400 * y + 2, -400 * x}, {-400 * x, 200}});
            }
          };
        }
      };

  @Test
  void rosenbrockIsCorrect() {
    CheckReport report = DerivativeCheck.of(ROSENBROCK).at(new double[] {-1.2, 1});
    assertEquals(Verdict.CORRECT, report.verdict());
    assertTrue(report.hvError() < 1e-9);
  }
}
