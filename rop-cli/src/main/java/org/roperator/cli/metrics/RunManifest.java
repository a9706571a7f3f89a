package org.roperator.cli.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which files of a folder belong to one run, told by what is in them.
 *
 * @param run the run's number
 * @param commandLine the command as it was given
 * @param ropVersion of the program
 * @param written when
 * @param ended {@code "complete"}, {@code "interrupted"} or {@code "failed"}
 * @param files SHA-256 by name, or by path of what lies elsewhere
 * @param earlier names of files beside them that belong to earlier runs
 */
public record RunManifest(
    @Meaning("the run's number") String run,
    @Meaning("the command as it was given") String commandLine,
    @Meaning("the version of Rop") String ropVersion,
    @Meaning("when the file was written") String written,
    @Meaning("`complete`, `interrupted` or `failed`") String ended,
    @JsonProperty(FILES)
        @Meaning(
            "the checksum of each file of the run by its name, or by its path if it lies elsewhere")
        Map<String, String> files,
    @JsonProperty(EARLIER)
        @Meaning("the names of files that earlier runs left and none since has replaced")
        List<String> earlier) {

  /** Its own name. */
  public static final String NAME = "run.json";

  private static final String FILES = "sha256";
  private static final String EARLIER = "of_earlier_runs";

  /** Keeps copies. */
  public RunManifest {
    files = new LinkedHashMap<>(files);
    earlier = List.copyOf(earlier);
  }

  /** The content of the file. */
  public String json() {
    return MetricsJson.of(this);
  }

  /** The names that a manifest lists, of earlier runs too; none if it is missing or damaged. */
  public static Set<String> namesIn(Path manifest) {
    Set<String> names = new TreeSet<>();
    try {
      JsonNode fields = MetricsJson.read(manifest);
      fields.path(FILES).fieldNames().forEachRemaining(names::add);
      fields.path(EARLIER).forEach(name -> names.add(name.asText()));
    } catch (IOException missingOrDamaged) {
      return Set.of();
    }
    return names;
  }

  /** SHA-256, of nothing so far. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** What tells a content from every other. */
  public static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
