package org.roperator.data.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roperator.function.ParameterLayout;

/** The JSON header of a safetensors file. */
final class SafeTensorsHeader {

  static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  SafeTensorsHeader(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The types of numbers that are read. */
  enum Type {
    F64(8),
    F32(4);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    double next(ByteBuffer buffer) {
      return this == F64 ? buffer.getDouble() : buffer.getFloat();
    }
  }

  /** One entry: its numbers lie from {@code from} to {@code to}, counted in bytes of the data. */
  static final class Tensor {
    private final String name;
    private final Type type;
    private final int[] shape;
    private final long from;
    private final long to;

    Tensor(String name, Type type, int[] shape, long from, long to) {
      this.name = name;
      this.type = type;
      this.shape = shape;
      this.from = from;
      this.to = to;
    }

    String name() {
      return name;
    }

    Type type() {
      return type;
    }

    int[] shape() {
      return shape.clone();
    }

    long from() {
      return from;
    }

    long to() {
      return to;
    }

    /** The bytes its shape needs; negative where that overflows. */
    long bytesNeeded() {
      try {
        long bytes = type.bytes;
        for (int extent : shape) {
          bytes = Math.multiplyExact(bytes, extent);
        }
        return bytes;
      } catch (ArithmeticException overflow) {
        return -1;
      }
    }
  }

  /** The tensors in the order of their numbers, which have no gaps. */
  List<Tensor> inOrder() {
    return tensors.values().stream()
        .sorted(Comparator.comparingLong(Tensor::from).thenComparingLong(Tensor::to))
        .toList();
  }

  Optional<Tensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** The header of a file of doubles; padded with blanks so that the numbers are aligned. */
  static byte[] write(ParameterLayout layout, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (ParameterLayout.Slice slice : layout.slices()) {
        json.writeObjectFieldStart(slice.name());
        json.writeStringField("dtype", Type.F64.name());
        json.writeFieldName("shape");
        json.writeArray(slice.shape(), 0, slice.shape().length);
        json.writeFieldName("data_offsets");
        json.writeArray(
            new long[] {(long) Double.BYTES * slice.from(), (long) Double.BYTES * slice.to()},
            0,
            2);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }
}
