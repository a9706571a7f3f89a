#!/usr/bin/env bash
# finmath-lib 6.0.0 (Maven Central, net.finmath:finmath-lib), Java 17.
# The variance as an operator of its own, getVarianceAsRandomVariableAAD(), has the right value and a wrong gradient: its
# entries do not sum to 0, though a shift of all numbers leaves the variance as it is. The same variance written as
# average of (x - average)^2 has the right gradient (in the library's measure, where that of an average is not divided by
# the number of paths). For 1, 2, 6 the mean is 3; the gradient of the operator is (2/3) (x - 5) instead of a multiple of x - 3.
# Guess written down before: the derivatives of average and variance are right. Missed for the variance (and the standard
# deviation and sample variance, which are off alike).
# Seen: "4.667 -2.667 -2.000 0.667" and "4.667 -4.000 -2.000 6.000", value first.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=net.finmath:finmath-lib:6.0.0 -DoutputDirectory="$tmp"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=org.slf4j:slf4j-api:1.7.36 -DoutputDirectory="$tmp"
cat > Variance.java <<'JAVA'
import java.util.Locale;
import net.finmath.montecarlo.automaticdifferentiation.RandomVariableDifferentiable;
import net.finmath.montecarlo.automaticdifferentiation.backward.*;
import net.finmath.stochastic.RandomVariable;

class Variance {
  static void print(RandomVariable result, RandomVariableDifferentiable x) {
    RandomVariable slopes = ((RandomVariableDifferentiable) result).getGradient().get(x.getID());
    System.out.printf(
        Locale.ROOT, "%.3f %.3f %.3f %.3f%n", result.getAverage(), slopes.get(0), slopes.get(1), slopes.get(2));
  }

  public static void main(String[] arguments) {
    RandomVariableDifferentiable x =
        new RandomVariableDifferentiableAADFactory().createRandomVariable(0, new double[] {1, 2, 6});
    print(((RandomVariableDifferentiableAAD) x).getVarianceAsRandomVariableAAD(), x);
    print(x.sub(x.average()).squared().average(), x);
  }
}
JAVA
java -cp "$tmp/*" Variance.java 2> errors.txt | tee seen.txt
diff seen.txt - <<'SEEN'
4.667 -2.667 -2.000 0.667
4.667 -4.000 -2.000 6.000
SEEN
