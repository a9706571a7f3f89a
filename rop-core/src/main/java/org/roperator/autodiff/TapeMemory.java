package org.roperator.autodiff;

import java.util.ArrayList;
import java.util.List;

/** The arrays of one recording at a time. */
final class TapeMemory {

  private final List<Segment> segments = new ArrayList<>();

  /** The i-th segment, to be overwritten; made on demand, so that a growing tape copies nothing. */
  Segment segment(int i) {
    if (i == segments.size()) {
      segments.add(Segment.empty());
    }
    return segments.get(i);
  }
}
