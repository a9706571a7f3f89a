package org.roperator.examples.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.weights.SafeTensorsHeader.Tensor;

/** Reads the header of a safetensors file that may be damaged, and says what is wrong with it. */
final class SafeTensorsHeaderReader {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafeTensorsHeaderReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a header and checks that its tensors fill the data without gaps.
   *
   * @param file its name, for complaints
   * @param header the bytes of the header
   * @param dataBytes how many bytes follow it
   */
  static SafeTensorsHeader parse(Path file, byte[] header, long dataBytes) {
    SafeTensorsHeaderReader read = new SafeTensorsHeaderReader(file);
    try (JsonParser json = JSON.createParser(header)) {
      read.read(json);
    } catch (JsonProcessingException damaged) {
      throw read.damage(damaged.getOriginalMessage());
    } catch (IOException impossible) {
      throw read.damage(String.valueOf(impossible.getMessage()));
    }
    read.requireNoGaps(dataBytes);
    return new SafeTensorsHeader(read.tensors, read.metadata, (long) Long.BYTES + header.length);
  }

  private void read(JsonParser json) throws IOException {
    require(json.nextToken() == JsonToken.START_OBJECT, "it isn't a JSON object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      require(json.nextToken() == JsonToken.START_OBJECT, name + " isn't an object");
      if (name.equals(SafeTensorsHeader.METADATA)) {
        readMetadata(json);
      } else {
        tensors.put(name, readTensor(name, json));
      }
    }
  }

  private void readMetadata(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      String value = json.nextTextValue();
      require(
          value != null, SafeTensorsHeader.METADATA + " has something else than text under " + key);
      if (value != null) {
        metadata.put(key, value);
      }
    }
  }

  private Tensor readTensor(String name, JsonParser json) throws IOException {
    Optional<SafeTensorsHeader.Type> type = Optional.empty();
    long[] shape = {-1};
    long[] offsets = {};
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> type = Optional.of(typeOf(name, json.getText()));
        case "shape" -> shape = readNumbers(name, json);
        case "data_offsets" -> offsets = readNumbers(name, json);
        default -> throw damage(name + " has an unknown field \"" + field + "\"");
      }
    }
    require(type.isPresent(), name + " has no dtype");
    require(offsets.length == 2, name + " needs two data_offsets");
    int[] extents = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      boolean fits = shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE;
      require(fits, name + " has no shape, or one with the extent " + shape[i]);
      extents[i] = (int) shape[i];
    }
    return new Tensor(name, type.orElseThrow(), extents, offsets[0], offsets[1]);
  }

  private SafeTensorsHeader.Type typeOf(String name, String dtype) {
    return Arrays.stream(SafeTensorsHeader.Type.values())
        .filter(type -> type.name().equals(dtype))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    file, name + " holds numbers of type " + dtype + "; F64 and F32 are read."));
  }

  private long[] readNumbers(String name, JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, name + " lacks an array");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      numbers.add(json.getLongValue());
    }
    require(json.currentToken() == JsonToken.END_ARRAY, name + " has a bad array");
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private void requireNoGaps(long dataBytes) {
    List<Tensor> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingLong(Tensor::from).thenComparingLong(Tensor::to));
    long end = 0;
    for (Tensor t : inOrder) {
      require(
          t.from() == end && t.to() - t.from() == t.bytesNeeded(),
          t.name()
              + " of shape "
              + Arrays.toString(t.shape())
              + " should lie from byte "
              + end
              + " on and have "
              + t.bytesNeeded()
              + " bytes, but lies from "
              + t.from()
              + " to "
              + t.to());
      end = t.to();
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

  private void require(boolean holds, String complaint) {
    if (!holds) {
      throw damage(complaint);
    }
  }

  private BadInput damage(String complaint) {
    return new BadInput(file, "its safetensors header is damaged: " + complaint + ".");
  }
}
