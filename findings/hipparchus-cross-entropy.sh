#!/usr/bin/env bash
# Hipparchus 4.0.3 (Maven Central, org.hipparchus:hipparchus-core), Java 17.
# The usual stable form of the binary cross-entropy, max(x, 0) - x z + log1p(exp(-|x|)), is smooth: its slope is
# sigmoid(x) - z, at x = 0 and z = 1 that is -1/2. Over DerivativeStructure it is -3/2: at the tie max takes its second
# argument (slope 0) and abs has slope 1 at +0, two choices that belong to different sides of the kink.
# Expected: -1/2. Seen: "-1.5".
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=org.hipparchus:hipparchus-core:4.0.3 -DoutputDirectory="$tmp"
cat > Entropy.java <<'JAVA'
import org.hipparchus.analysis.differentiation.*;
import org.hipparchus.util.FastMath;

class Entropy {
  public static void main(String[] args) {
    DSFactory factory = new DSFactory(1, 2);
    DerivativeStructure x = factory.variable(0, 0.0);
    DerivativeStructure loss =
        FastMath.max(x, factory.constant(0.0)).subtract(x).add(x.abs().negate().exp().log1p());
    System.out.println(loss.getPartialDerivative(1));
  }
}
JAVA
seen=$(java -cp hipparchus-core-4.0.3.jar Entropy.java)
echo "slope at 0: $seen"
[ "$seen" = "-1.5" ]
