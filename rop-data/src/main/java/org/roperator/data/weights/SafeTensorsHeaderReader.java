package org.roperator.data.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.data.weights.SafeTensorsHeader.Tensor;

/** Reads the header of a safetensors file that may be damaged, and says what is wrong with it. */
final class SafeTensorsHeaderReader {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** No array of a network has as many dimensions. */
  private static final int MOST_NUMBERS = 100;

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
   * @param header the bytes of the header: a JSON object in UTF-8, with nothing but blanks behind
   * @param dataBytes how many bytes follow it, where that is known
   */
  static SafeTensorsHeader parse(Path file, byte[] header, OptionalLong dataBytes) {
    SafeTensorsHeaderReader read = new SafeTensorsHeaderReader(file);
    // From bytes Jackson would guess the encoding, and take UTF-16 and byte-order marks.
    try (JsonParser json = JSON.createParser(read.decode(header))) {
      read.read(json);
    } catch (JsonProcessingException damaged) {
      throw read.damage(Excerpt.of(damaged.getOriginalMessage()));
    } catch (IOException impossible) {
      throw read.damage(String.valueOf(impossible.getMessage()));
    }
    SafeTensorsHeader whole = new SafeTensorsHeader(read.tensors, read.metadata);
    read.requireNoGaps(whole.inOrder(), dataBytes);
    return whole;
  }

  private String decode(byte[] header) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(header))
              .toString();
      require(text.startsWith("{"), "it doesn't begin with \"{\"");
      return text;
    } catch (CharacterCodingException other) {
      throw damage("it isn't UTF-8");
    }
  }

  private void read(JsonParser json) throws IOException {
    require(json.nextToken() == JsonToken.START_OBJECT, "it isn't a JSON object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      require(json.nextToken() == JsonToken.START_OBJECT, Excerpt.of(name) + " isn't an object");
      if (name.equals(SafeTensorsHeader.METADATA)) {
        readMetadata(json);
      } else {
        tensors.put(name, readTensor(name, json));
      }
    }
    require(json.nextToken() == null, "something follows its JSON object");
  }

  private void readMetadata(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      String value = json.nextTextValue();
      require(
          value != null,
          SafeTensorsHeader.METADATA + " has something else than text under " + Excerpt.of(key));
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
        default ->
            throw damage(Excerpt.of(name) + " has an unknown field " + Excerpt.quoted(field));
      }
    }
    require(type.isPresent(), Excerpt.of(name) + " has no dtype");
    require(offsets.length == 2, Excerpt.of(name) + " needs two data_offsets");
    int[] extents = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      boolean fits = shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE;
      require(fits, Excerpt.of(name) + " has no shape, or one with the extent " + shape[i]);
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
                    file,
                    Excerpt.of(name)
                        + " holds numbers of type "
                        + Excerpt.of(dtype)
                        + "; F64 and F32 are read."));
  }

  private long[] readNumbers(String name, JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, Excerpt.of(name) + " lacks an array");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      numbers.add(json.getLongValue());
      require(numbers.size() <= MOST_NUMBERS, Excerpt.of(name) + " has too long an array");
    }
    require(json.currentToken() == JsonToken.END_ARRAY, Excerpt.of(name) + " has a bad array");
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private void requireNoGaps(List<Tensor> inOrder, OptionalLong dataBytes) {
    long end = 0;
    for (Tensor t : inOrder) {
      require(
          t.from() == end && t.to() >= end && t.to() - end == t.bytesNeeded(),
          Excerpt.of(t.name())
              + " of shape "
              + Excerpt.of(Arrays.toString(t.shape()))
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
    if (dataBytes.isPresent() && end != dataBytes.getAsLong()) {
      throw new BadInput(
          file,
          (dataBytes.getAsLong() < end ? "truncated: " : "")
              + "its header announces "
              + end
              + " bytes of numbers, but "
              + dataBytes.getAsLong()
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
