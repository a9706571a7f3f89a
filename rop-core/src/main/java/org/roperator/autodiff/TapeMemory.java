package org.roperator.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The arrays of a tape, used again by the next recording of the same thread. */
final class TapeMemory {

  private final List<Segment> segments = new ArrayList<>();
  private final Work work = new Work();
  private double[] adjoints = new double[0];

  /** The i-th segment, to be overwritten; made on demand, so that a growing tape copies nothing. */
  Segment segment(int i) {
    if (i == segments.size()) {
      segments.add(Segment.empty());
    }
    return segments.get(i);
  }

  /** An array that starts with at least the given number of zeros. */
  double[] zeroedAdjoints(int length) {
    if (adjoints.length < length) {
      adjoints = new double[Math.max(length, adjoints.length + adjoints.length / 2)];
    } else {
      Arrays.fill(adjoints, 0, length, 0);
    }
    return adjoints;
  }

  /** Temporary arrays for the sweeps. */
  Work work() {
    return work;
  }
}
