#!/usr/bin/env bash
# Breeze 2.1.0 for Scala 2.13 (Maven Central, org.scalanlp:breeze_2.13), Java 17.
# SecondOrderFunction.empirical gives a function with first derivatives a Hessian whose product with v is
# (gradient(x + 1e-5 v) - gradient(x)) / 1e-5, whatever the length of v. A product is linear in v; this one is so only
# while 1e-5 |v| is small beside x.
# Guess written down before: of x^4 at 1, times 1e6, 1.2e7 within 1 %. Missed: 5.32e8.
# Seen: "1.20e+01 5.32e+08", for v = 1 and v = 1e6.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId>
  <artifactId>breeze</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.scalanlp</groupId>
      <artifactId>breeze_2.13</artifactId>
      <version>2.1.0</version>
    </dependency>
    <dependency>
      <groupId>org.scala-lang</groupId>
      <artifactId>scala-compiler</artifactId>
      <version>2.13.8</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$tmp/lib"
cat > Product.scala <<'SCALA'
import breeze.linalg._
import breeze.optimize._

object Product {
  def main(arguments: Array[String]): Unit = {
    val fourthPower = new DiffFunction[DenseVector[Double]] {
      def calculate(x: DenseVector[Double]) = (sum(x.map(v => v * v * v * v)), x.map(v => 4 * v * v * v))
    }
    val (_, _, hessian) = SecondOrderFunction.empirical[DenseVector[Double], Int](fourthPower).calculate2(DenseVector(1.0))
    def times(v: Double) = String.format(java.util.Locale.ROOT, "%.2e", (hessian * DenseVector(v)).apply(0))
    println(times(1.0) + " " + times(1e6))
  }
}
SCALA
java -cp "lib/*" scala.tools.nsc.Main -usejavacp Product.scala
seen=$(java -cp ".:lib/*" Product 2> errors.txt)
echo "12 times 1, 12 times 1e6: $seen"
[ "$seen" = "1.20e+01 5.32e+08" ]
