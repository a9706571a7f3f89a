#!/usr/bin/env bash
# Hipparchus 4.0.3 (Maven Central, org.hipparchus:hipparchus-core), Java 17.
# DerivativeStructure.hypot leaves out an argument whose value is 0, with its derivatives: the second derivative of
# sqrt(x^2 + 1) at 0 is 1, and so it comes out if written with multiply, add and sqrt; hypot(x, 1) and hypot(1, x) say 0.
# Guess written down before: 1 from all three; missed in the two of hypot.
# Seen: "0.0 0.0 1.0".
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=org.hipparchus:hipparchus-core:4.0.3 -DoutputDirectory="$tmp"
cat > Hypot.java <<'JAVA'
import org.hipparchus.analysis.differentiation.*;

class Hypot {
  public static void main(String[] args) {
    DSFactory factory = new DSFactory(1, 2);
    DerivativeStructure x = factory.variable(0, 0.0);
    DerivativeStructure one = factory.constant(1.0);
    System.out.println(
        x.hypot(one).getPartialDerivative(2)
            + " " + one.hypot(x).getPartialDerivative(2)
            + " " + x.multiply(x).add(1).sqrt().getPartialDerivative(2));
  }
}
JAVA
seen=$(java -cp hipparchus-core-4.0.3.jar Hypot.java)
echo "second derivatives by hypot(x, 1), hypot(1, x), sqrt(x x + 1): $seen"
[ "$seen" = "0.0 0.0 1.0" ]
