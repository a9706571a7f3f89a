package org.roperator.examples.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.roperator.examples.data.BadInput;
import org.roperator.function.ParameterLayout;

/** The JSON header of a safetensors file. */
final class SafeTensorsHeader {

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final long dataFrom;

  private SafeTensorsHeader(long dataFrom) {
    this.dataFrom = dataFrom;
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

    /** The bytes its shape needs; negative where that overflows. */
    private long bytesNeeded() {
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

  Set<String> names() {
    return tensors.keySet();
  }

  Optional<Tensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** Where the numbers begin in the file. */
  long dataFrom() {
    return dataFrom;
  }

  /** The header of a file of doubles; padded with blanks so that the numbers are aligned. */
  static byte[] write(ParameterLayout layout, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
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

  /**
   * Reads a header and checks that its tensors fill the data without gaps.
   *
   * @param file its name, for complaints
   * @param header the bytes of the header
   * @param dataBytes how many bytes follow it
   */
  static SafeTensorsHeader parse(Path file, byte[] header, long dataBytes) {
    SafeTensorsHeader read = new SafeTensorsHeader((long) Long.BYTES + header.length);
    try (JsonParser json = JSON.createParser(header)) {
      require(json.nextToken() == JsonToken.START_OBJECT, file, "it isn't a JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        require(json.nextToken() == JsonToken.START_OBJECT, file, name + " isn't an object");
        if (name.equals(METADATA)) {
          read.readMetadata(file, json);
        } else {
          read.tensors.put(name, readTensor(file, name, json));
        }
      }
    } catch (JsonProcessingException damaged) {
      throw damage(file, damaged.getOriginalMessage());
    } catch (IOException impossible) {
      throw damage(file, String.valueOf(impossible.getMessage()));
    }
    read.requireNoGaps(file, dataBytes);
    return read;
  }

  private void readMetadata(Path file, JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      String value = json.nextTextValue();
      require(value != null, file, METADATA + " has something else than text under " + key);
      if (value != null) {
        metadata.put(key, value);
      }
    }
  }

  private static Tensor readTensor(Path file, String name, JsonParser json) throws IOException {
    Optional<Type> type = Optional.empty();
    long[] shape = {-1};
    long[] offsets = {};
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> type = Optional.of(typeOf(file, name, json.getText()));
        case "shape" -> shape = readNumbers(file, name, json);
        case "data_offsets" -> offsets = readNumbers(file, name, json);
        default -> throw damage(file, name + " has an unknown field \"" + field + "\"");
      }
    }
    require(type.isPresent(), file, name + " has no dtype");
    require(offsets.length == 2, file, name + " needs two data_offsets");
    int[] extents = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      boolean fits = shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE;
      require(fits, file, name + " has no shape, or one with the extent " + shape[i]);
      extents[i] = (int) shape[i];
    }
    return new Tensor(name, type.orElseThrow(), extents, offsets[0], offsets[1]);
  }

  private static Type typeOf(Path file, String name, String dtype) {
    return Arrays.stream(Type.values())
        .filter(type -> type.name().equals(dtype))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    file, name + " holds numbers of type " + dtype + "; F64 and F32 are read."));
  }

  private static long[] readNumbers(Path file, String name, JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, file, name + " lacks an array");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      numbers.add(json.getLongValue());
    }
    require(json.currentToken() == JsonToken.END_ARRAY, file, name + " has a bad array");
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private void requireNoGaps(Path file, long dataBytes) {
    List<Tensor> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingLong((Tensor t) -> t.from).thenComparingLong(t -> t.to));
    long end = 0;
    for (Tensor t : inOrder) {
      require(
          t.from == end && t.to - t.from == t.bytesNeeded(),
          file,
          t.name
              + " of shape "
              + Arrays.toString(t.shape)
              + " should lie from byte "
              + end
              + " on and have "
              + t.bytesNeeded()
              + " bytes, but lies from "
              + t.from
              + " to "
              + t.to);
      end = t.to;
    }
    if (end != dataBytes) {
      throw new BadInput(
          file,
          (dataBytes < end ? "truncated: " : "")
              + "its header announces "
              + end
              + " bytes of numbers, but "
              + dataBytes
              + " follow.");
    }
  }

  private static void require(boolean holds, Path file, String complaint) {
    if (!holds) {
      throw damage(file, complaint);
    }
  }

  private static BadInput damage(Path file, String complaint) {
    return new BadInput(file, "its safetensors header is damaged: " + complaint + ".");
  }
}
