package org.roperator.cli.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writes a record as JSON: its components in their order, under their names in lower case with _.
 *
 * <p>A component that is null has no field, for it is not known yet; a number that is not finite is
 * null, so that every reader takes the file.
 */
public final class MetricsJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new FiniteOrNull())
                  .addSerializer(Double.TYPE, new FiniteOrNull()))
          .build();

  private MetricsJson() {}

  /**
   * The content of a file.
   *
   * @param metrics a record, or a map from names
   */
  public static String of(Object metrics) {
    try {
      return MAPPER.writeValueAsString(metrics) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * What a file holds.
   *
   * @throws IOException if it can't be read or is no JSON
   */
  public static JsonNode read(Path file) throws IOException {
    return MAPPER.readTree(file.toFile());
  }

  /** The one rule for numbers. */
  private static final class FiniteOrNull extends StdSerializer<Double> {

    private static final long serialVersionUID = 1;

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double x, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(x)) {
        json.writeNumber(x);
      } else {
        json.writeNull();
      }
    }
  }
}
