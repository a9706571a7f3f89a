package org.roperator.cli.command;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roperator.cli.metrics.RunManifest;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;

/**
 * By what weights are made and on which examples, as the text beside them in their file says.
 *
 * <p>Names and shapes alone tell neither one activation from another nor examples that a network
 * was trained on from those it has never seen: the file names the activation, the options that
 * decide which examples are trained on, and a checksum of those that were. Files without such text,
 * as of other programs, are taken at their word.
 */
final class WeightsOrigin {

  private static final String ACTIVATION = "activation";
  private static final String TRAINED_ON = "trained_on";

  private static final int BUFFER = 1 << 16;

  private final String options;
  private final Optional<String> activation;
  private final Map<String, String> decisive;
  private final LabeledData train;
  private final Set<String> before;
  private final Optional<String> remark;

  /**
   * Of weights that are made from nothing.
   *
   * @param options of the network, as one would give them again
   * @param activation its name, where a hidden layer has it
   * @param decisive what decides which examples are trained on, by option
   * @param train these examples
   */
  WeightsOrigin(
      String options,
      Optional<String> activation,
      Map<String, String> decisive,
      LabeledData train) {
    this(options, activation, decisive, train, Set.of(), Optional.empty());
  }

  private WeightsOrigin(
      String options,
      Optional<String> activation,
      Map<String, String> decisive,
      LabeledData train,
      Set<String> before,
      Optional<String> remark) {
    this.options = options;
    this.activation = activation;
    this.decisive = new LinkedHashMap<>(decisive);
    this.train = train;
    this.before = new TreeSet<>(before);
    this.remark = remark;
  }

  /**
   * The same of weights that come from a file.
   *
   * @param metadata the text in it
   * @throws BadInput if it is of a network of another activation
   */
  WeightsOrigin after(Path file, Map<String, String> metadata) {
    Optional<String> theirs = Optional.ofNullable(metadata.get(ACTIVATION));
    if (activation.isPresent() && theirs.isPresent() && !theirs.equals(activation)) {
      throw new BadInput(
          file,
          "it is of a network of --activation "
              + Excerpt.of(theirs.get())
              + ", but this run has --activation "
              + activation.get()
              + "; give that of the file.");
    }
    String listed = metadata.getOrDefault(TRAINED_ON, "").strip();
    Set<String> trainedOn =
        listed.isEmpty() ? Set.of() : new TreeSet<>(List.of(listed.split("\\s+")));
    boolean same = trainedOn.isEmpty() || Set.of(fingerprint(train)).containsAll(trainedOn);
    return new WeightsOrigin(
        options,
        activation,
        decisive,
        train,
        trainedOn,
        same ? Optional.empty() : Optional.of(remark(file, metadata)));
  }

  private String remark(Path file, Map<String, String> metadata) {
    List<String> theirs = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    decisive.forEach(
        (option, value) -> {
          String other = metadata.get(key(option));
          if (other != null && !other.equals(value)) {
            theirs.add("--" + option + " " + Excerpt.of(other));
            ours.add("--" + option + " " + value);
          }
        });
    String differing =
        ours.isEmpty()
            ? ""
            : " (" + String.join(" ", theirs) + ", here " + String.join(" ", ours) + ")";
    return "the weights of "
        + file.toString().replace(';', ',')
        + " were trained on other examples than this run trains on"
        + differing.replace(';', ',')
        + ", so it may test on some of those: give the options they were trained with";
  }

  /** The examples, with what there is to say of the weights among what was decided about them. */
  TrainTest remarkOn(TrainTest data) {
    return remark
        .map(more -> new TrainTest(data.train(), data.test(), data.preparation() + "; " + more))
        .orElse(data);
  }

  /**
   * The text for the file of weights.
   *
   * @param iterations after how many iterations of training
   */
  Map<String, String> metadata(int iterations) {
    Map<String, String> text = new TreeMap<>();
    text.put("made_by", "rop " + BuildVersion.number());
    text.put("options", options);
    text.put("iterations", Integer.toString(iterations));
    activation.ifPresent(name -> text.put(ACTIVATION, name));
    decisive.forEach((option, value) -> text.put(key(option), value));
    Set<String> trainedOn = new TreeSet<>(before);
    if (iterations > 0) {
      trainedOn.add(fingerprint(train));
    }
    if (!trainedOn.isEmpty()) {
      text.put(TRAINED_ON, String.join(" ", trainedOn));
    }
    return text;
  }

  private static String key(String option) {
    return option.replace('-', '_');
  }

  /** The SHA-256 of labels and features in their order, big-endian. */
  static String fingerprint(LabeledData data) {
    MessageDigest digest = RunManifest.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (int label : data.labels()) {
      digest(digest, buffer, Integer.BYTES);
      buffer.putInt(label);
    }
    for (double x : data.features()) {
      digest(digest, buffer, Double.BYTES);
      buffer.putDouble(x);
    }
    digest(digest, buffer, BUFFER);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Digests what there is where so many more bytes have no room. */
  private static void digest(MessageDigest digest, ByteBuffer buffer, int more) {
    if (buffer.remaining() < more) {
      digest.update(buffer.flip());
      buffer.clear();
    }
  }
}
