package org.roperator.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.HeapMemory;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.ParameterArray;

/** Where the parameters of a network's layers lie, which of them are shared, and how they start. */
final class ParameterPlan {

  /** For each layer the one whose parameters it shares, or itself. */
  private final int[] sources;

  private final int[] offsets;
  private final List<ParameterArray> arrays = new ArrayList<>();
  private final ParameterLayout.Builder layout = ParameterLayout.builder();
  private final int dimension;

  private ParameterPlan(List<Layer> layers, int[] sources) {
    this.sources = sources;
    this.offsets = new int[layers.size()];
    int number = 0;
    long end = 0;
    for (int i = 0; i < layers.size(); i++) {
      if (sources[i] < i) {
        offsets[i] = offsets[sources[i]];
        continue;
      }
      offsets[i] = (int) end;
      List<ParameterArray> own = layers.get(i).parameters();
      number += own.isEmpty() ? 0 : 1;
      for (ParameterArray array : own) {
        layout.add("layer" + number + "." + array.name(), array.shape());
        arrays.add(array);
        end += array.length();
      }
    }
    this.dimension = (int) end;
  }

  /** The plan of no layers. */
  static ParameterPlan empty() {
    return new ParameterPlan(List.of(), new int[0]);
  }

  /**
   * The plan with one layer more.
   *
   * @param layers all of them
   * @param source the layer whose parameters the last one shares, or its own index
   */
  ParameterPlan then(List<Layer> layers, int source) {
    int[] longer = Arrays.copyOf(sources, layers.size());
    longer[sources.length] = source;
    return new ParameterPlan(layers, longer);
  }

  /** The layer whose parameters a layer shares, or itself. */
  int source(int layer) {
    return sources[layer];
  }

  boolean hasTies() {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] < i) {
        return true;
      }
    }
    return false;
  }

  int offset(int layer) {
    return offsets[layer];
  }

  /** The arrays in the order in which they lie. */
  List<ParameterArray> arrays() {
    return arrays;
  }

  ParameterLayout layout() {
    return layout.build();
  }

  int dimension() {
    return dimension;
  }

  double[] initialize(Initializer initializer, long seed) {
    HeapMemory.require(8L * dimension, "The parameters");
    RandomGenerator random = new SplittableRandom(seed);
    double[] w = new double[dimension];
    int from = 0;
    for (ParameterArray array : arrays) {
      int to = from + (int) array.length();
      switch (array.role()) {
        case WEIGHT -> initializer.fill(array, random, w, from);
        case SCALE -> Arrays.fill(w, from, to, 1);
        case BIAS -> Arrays.fill(w, from, to, 0);
      }
      from = to;
    }
    return w;
  }
}
