package org.roperator.cli.metrics;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the lists of fields in a Markdown document from the records whose names stand there.
 *
 * <p>A list begins with a line {@code <!-- fields of NAME -->} and ends with {@code <!-- end of
 * fields -->}; NAME is that of a record. A record that has a list of its own is not listed again
 * within another: a link leads to its heading.
 */
public final class FieldTables {

  /** What renews the document, from the project's folder after a build. */
  public static final String COMMAND =
      "java -cp rop-cli/target/rop-cli.jar " + FieldTables.class.getName() + " docs/metrics.md";

  private static final Pattern HEADING_OR_LIST =
      Pattern.compile(
          "(?m)^#+ (?<heading>.*)$|"
              + "(?s)(?<begin><!-- fields of (?<record>[\\w.$]+) -->\\n).*?"
              + "(?<end><!-- end of fields -->)");

  private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  /** The headings of records that have a list of their own. */
  private final Map<Class<?>, String> headings = new LinkedHashMap<>();

  private FieldTables() {}

  /**
   * Renews the lists of a document.
   *
   * @param arguments the document
   */
  public static void main(String... arguments) throws IOException {
    Path document = Path.of(arguments[0]);
    Files.writeString(document, renew(Files.readString(document)));
  }

  /** A document with its lists renewed. */
  public static String renew(String document) {
    FieldTables tables = new FieldTables();
    String heading = "";
    for (MatchResult found : HEADING_OR_LIST.matcher(document).results().toList()) {
      if (found.group(1) == null) {
        tables.headings.put(record(found.group(3)), heading);
      } else {
        heading = found.group(1);
      }
    }
    Matcher lists = HEADING_OR_LIST.matcher(document);
    return lists.replaceAll(
        found ->
            Matcher.quoteReplacement(
                found.group(1) != null
                    ? found.group()
                    : found.group(2) + tables.table(record(found.group(3))) + found.group(4)));
  }

  private static Class<?> record(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException missing) {
      throw new IllegalArgumentException(
          "The document lists the fields of " + name + ", but there is no such record.", missing);
    }
  }

  private String table(Class<?> record) {
    StringBuilder text = new StringBuilder("\n| field | meaning |\n|---|---|\n");
    add(record, "", new LinkedHashMap<>(), text);
    return text.append('\n').toString();
  }

  /**
   * Adds rows.
   *
   * @param before where records that the table has already are listed
   */
  private void add(
      Class<?> record, String prefix, Map<Class<?>, String> before, StringBuilder text) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
        continue;
      }
      Optional<Class<?>> inner = inner(component.getGenericType());
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        Class<?> own = inner.orElseThrow();
        if (headings.containsKey(own)) {
          text.append("| … | ").append(link(own)).append(" |\n");
        } else {
          add(own, prefix, before, text);
        }
        continue;
      }
      String name = prefix + name(component);
      text.append("| `").append(name).append("` | ").append(meaning(component));
      if (inner.isPresent() && headings.containsKey(inner.get())) {
        text.append("; ").append(link(inner.get()));
      } else if (inner.isPresent() && before.containsKey(inner.get())) {
        text.append("; fields as of `").append(before.get(inner.get())).append('`');
      }
      text.append(" |\n");
      if (inner.isPresent() && !headings.containsKey(inner.get())) {
        boolean several = component.getType() != inner.get();
        if (before.putIfAbsent(inner.get(), name) == null) {
          add(inner.get(), name + (several ? "[]." : "."), before, text);
        }
      }
    }
  }

  private String link(Class<?> record) {
    String heading = headings.getOrDefault(record, "");
    String anchor = heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
    return "[" + heading + "](#" + anchor + ")";
  }

  private static String meaning(RecordComponent component) {
    Meaning meaning = component.getAnnotation(Meaning.class);
    if (meaning == null) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName()
              + "."
              + component.getName()
              + " is a field of metrics, but has no @Meaning.");
    }
    return meaning.value();
  }

  private static String name(RecordComponent component) {
    JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    boolean any = component.getAccessor().isAnnotationPresent(JsonAnyGetter.class);
    return any ? "…" : given != null ? given.value() : SNAKE_CASE.translate(component.getName());
  }

  /** The record that a component holds, alone or in a list. */
  private static Optional<Class<?>> inner(Type type) {
    if (type instanceof Class<?> one) {
      return one.isRecord() ? Optional.of(one) : Optional.empty();
    }
    return type instanceof ParameterizedType many && many.getActualTypeArguments().length == 1
        ? inner(many.getActualTypeArguments()[0])
        : Optional.empty();
  }
}
