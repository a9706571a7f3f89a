#!/usr/bin/env bash
# Encog 3.4 (Maven Central, org.encog:encog-core), Java 17.
# derivativeFunction(before, after) of four activation functions is not the derivative of the same object's
# activationFunction, and nothing says so.
# Guess written down before: the slopes of all activation functions agree with central differences. Missed in four of 12.
# Seen at x = 0.3, slope then difference: Gaussian 8.2431 -2.1367, SIN 0.8253 1.6507, SteepenedSigmoid 0.0080 0.7448,
# BipolarSteepenedSigmoid 1.0000 1.4896; TANH, for comparison, 0.9151 0.9151.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=org.encog:encog-core:3.4 -DoutputDirectory="$tmp"
cat > Slopes.java <<'JAVA'
import java.util.Locale;
import org.encog.engine.network.activation.*;

class Slopes {
  static double value(ActivationFunction function, double x) {
    double[] values = {x};
    function.activationFunction(values, 0, 1);
    return values[0];
  }

  public static void main(String[] arguments) {
    double x = 0.3;
    double h = 1e-5;
    ActivationFunction[] functions = {
      new ActivationGaussian(), new ActivationSIN(), new ActivationSteepenedSigmoid(),
      new ActivationBipolarSteepenedSigmoid(), new ActivationTANH()
    };
    for (ActivationFunction function : functions) {
      double slope = function.derivativeFunction(x, value(function, x));
      double difference = (value(function, x + h) - value(function, x - h)) / (2 * h);
      System.out.printf(Locale.ROOT, "%s %.4f %.4f%n", function.getClass().getSimpleName(), slope, difference);
    }
  }
}
JAVA
java -cp encog-core-3.4.jar Slopes.java | tee seen.txt
diff seen.txt - <<'SEEN'
ActivationGaussian 8.2431 -2.1367
ActivationSIN 0.8253 1.6507
ActivationSteepenedSigmoid 0.0080 0.7448
ActivationBipolarSteepenedSigmoid 1.0000 1.4896
ActivationTANH 0.9151 0.9151
SEEN
