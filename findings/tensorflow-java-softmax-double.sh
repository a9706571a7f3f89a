#!/usr/bin/env bash
# TensorFlow for Java 1.1.0 (Maven Central, org.tensorflow:tensorflow-core-api and tensorflow-core-native for Linux on
# x86-64; TensorFlow 2.18.0), Java 17.
# nn.softmaxCrossEntropyWithLogits takes float64 and computes its value, but has no gradient there: adding it to the graph
# fails with a message about DT_FLOAT. In float32 value and gradient are right; in float64 both are right too if the same
# loss is written with nn.logSoftmax. (Loss of the logits x, 0.3, -0.2 at x = 0.7, by x, for the first class:
# the value is -ln p, the slope p - 1.)
# Guess written down before: its derivatives are right wherever they are there, for float64 as for float32. Missed.
# Seen: "float32 0.730871 -0.518511", "float64 0.730871 none: Inconsistent values for attr 'T' DT_DOUBLE vs. DT_FLOAT" and
# "float64 by logSoftmax 0.730871 -0.518511".
# Downloads about 170 MB.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>seen</groupId>
  <artifactId>seen</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.tensorflow</groupId>
      <artifactId>tensorflow-core-api</artifactId>
      <version>1.1.0</version>
    </dependency>
    <dependency>
      <groupId>org.tensorflow</groupId>
      <artifactId>tensorflow-core-native</artifactId>
      <version>1.1.0</version>
      <classifier>linux-x86_64</classifier>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$tmp/lib" > log.txt
cat > Softmax.java <<'JAVA'
import java.util.List;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

class Softmax {
  interface Loss<T extends TNumber> {
    Operand<T> of(Ops tf, Operand<T> logits, Operand<T> labels);
  }

  static double number(Tensor tensor) {
    return tensor instanceof TFloat64 d ? d.getDouble() : ((TFloat32) tensor).getFloat();
  }

  static <T extends TNumber> void print(String name, Class<T> type, Loss<T> loss) {
    try (Graph graph = new Graph(); Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<T> x = tf.placeholder(type);
      Operand<T> one = tf.dtypes.cast(tf.constant(1), type);
      Operand<T> zero = tf.dtypes.cast(tf.constant(0), type);
      Operand<T> row =
          tf.stack(
              List.of(
                  x,
                  tf.dtypes.cast(tf.constant(0.3), type),
                  tf.dtypes.cast(tf.constant(-0.2), type)));
      Operand<T> logits = tf.expandDims(row, tf.constant(0));
      Operand<T> labels = tf.expandDims(tf.stack(List.of(one, zero, zero)), tf.constant(0));
      Operand<T> value = loss.of(tf, logits, labels);
      Operand<?> slope = null;
      String none = "";
      try {
        slope = tf.gradients(value, List.of(x)).dy(0);
      } catch (RuntimeException e) {
        none = "none: " + e.getMessage().replaceAll(" while .*", "");
      }
      try (Tensor at = type == (Class<?>) TFloat64.class ? TFloat64.scalarOf(0.7) : TFloat32.scalarOf(0.7f);
          Result values = session.runner().feed(x, at).fetch(value).run()) {
        String derivative = none;
        if (slope != null) {
          try (Result slopes = session.runner().feed(x, at).fetch(slope).run()) {
            derivative = String.format(Locale.ROOT, "%.6f", number(slopes.get(0)));
          }
        }
        System.out.printf(Locale.ROOT, "%s %.6f %s%n", name, number(values.get(0)), derivative);
      }
    }
  }

  static <T extends TNumber> Operand<T> ready(Ops tf, Operand<T> logits, Operand<T> labels) {
    return tf.reduceSum(tf.nn.softmaxCrossEntropyWithLogits(logits, labels).loss(), tf.constant(0));
  }

  static <T extends TNumber> Operand<T> written(Ops tf, Operand<T> logits, Operand<T> labels) {
    Operand<T> sum = tf.reduceSum(tf.math.mul(labels, tf.nn.logSoftmax(logits)), tf.constant(new int[] {0, 1}));
    return tf.math.neg(sum);
  }

  public static void main(String[] arguments) {
    print("float32", TFloat32.class, Softmax::ready);
    print("float64", TFloat64.class, Softmax::ready);
    print("float64 by logSoftmax", TFloat64.class, Softmax::written);
  }
}
JAVA
TF_CPP_MIN_LOG_LEVEL=2 java -cp "$tmp/lib/*" Softmax.java 2> errors.txt | tee seen.txt
diff seen.txt - <<'SEEN'
float32 0.730871 -0.518511
float64 0.730871 none: Inconsistent values for attr 'T' DT_DOUBLE vs. DT_FLOAT
float64 by logSoftmax 0.730871 -0.518511
SEEN
