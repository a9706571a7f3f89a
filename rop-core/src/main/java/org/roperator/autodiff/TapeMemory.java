package org.roperator.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The arrays of a tape, used again by the next recording of the same thread. */
final class TapeMemory {

  private final List<Segment> segments = new ArrayList<>();
  private double[] adjoints = new double[0];
  private byte[] marks = new byte[0];

  /** The i-th segment, empty; made on demand, so that a growing tape copies nothing. */
  Segment segment(int i) {
    if (i == segments.size()) {
      segments.add(Segment.empty());
    }
    Segment segment = segments.get(i);
    segment.clear();
    return segment;
  }

  /** At least the given number of zeros at the start of an array. */
  double[] zeroedAdjoints(int length) {
    if (adjoints.length < length) {
      adjoints = new double[Math.max(length, adjoints.length + adjoints.length / 2)];
    } else {
      Arrays.fill(adjoints, 0, length, 0);
    }
    return adjoints;
  }

  /** At least the given number of zeros at the start of an array of marks. */
  byte[] zeroedMarks(int length) {
    if (marks.length < length) {
      marks = new byte[Math.max(length, marks.length + marks.length / 2)];
    } else {
      Arrays.fill(marks, 0, length, (byte) 0);
    }
    return marks;
  }
}
