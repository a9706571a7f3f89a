package org.roperator.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.roperator.nn.layer.ImageShape;

/**
 * Reads a folder of pictures in IDX files, as MNIST and its followers come: {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
 * {@code t10k-labels-idx1-ubyte}, each packed with gzip ({@code .gz}) or not.
 *
 * <p>Pixels that are bytes are scaled from 0…255 to 0…1; the folder's own split is kept.
 */
public final class IdxFolder {

  private IdxFolder() {}

  /** Whether a folder holds at least one of the four files. */
  public static boolean looksLike(Path folder) {
    return Stream.of("train", "t10k")
        .anyMatch(
            part ->
                Stream.concat(
                        find(folder, part, "images", 3).stream(),
                        find(folder, part, "labels", 1).stream())
                    .findAny()
                    .isPresent());
  }

  /**
   * Reads the four files.
   *
   * @throws BadInput naming the file, if one is missing or there twice, truncated, or doesn't fit
   *     the others
   */
  public static TrainTest read(Path folder) {
    return read(folder, ReadProgress.quiet());
  }

  /** The same, and tells how far it is. */
  public static TrainTest read(Path folder, ReadProgress progress) {
    Path trainImages = require(folder, "train", "images", 3);
    Path trainLabels = require(folder, "train", "labels", 1);
    Path testImages = require(folder, "t10k", "images", 3);
    Path testLabels = require(folder, "t10k", "labels", 1);
    int[] labels = IdxFile.readLabels(trainLabels, progress);
    int classes = IntStream.of(labels).max().orElse(-1) + 1;
    if (classes < 2) {
      throw new BadInput(trainLabels, "there must be at least two classes.");
    }
    int[] otherLabels = IdxFile.readLabels(testLabels, progress);
    requireInRange(testLabels, otherLabels, trainLabels, classes);
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    IdxFile.Images trainPixels = IdxFile.readImages(trainImages, progress);
    requireOneEach(trainImages, trainPixels, trainLabels, labels);
    IdxFile.Images testPixels = IdxFile.readImages(testImages, progress);
    requireOneEach(testImages, testPixels, testLabels, otherLabels);
    requireAlike(testImages, testPixels, trainImages, trainPixels);
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    boolean[] trained = new boolean[classes];
    IntStream.of(labels).forEach(label -> trained[label] = true);
    List<String> without =
        IntStream.range(0, classes).filter(k -> !trained[k]).mapToObj(names::get).toList();
    Optional<ImageShape> shape = Optional.of(trainPixels.shape());
    return new TrainTest(
        new LabeledData(name, trainPixels.pixels(), labels, names, shape),
        new LabeledData(name, testPixels.pixels(), otherLabels, names, shape),
        "the folder's own split; "
            + (trainPixels.type() == IdxFile.Type.UNSIGNED_BYTE
                ? "pixels scaled to 0…1"
                : "floating-point pixels as they are")
            + (without.isEmpty()
                ? ""
                : "; classes without a training example: " + Excerpt.list(", ", without)));
  }

  private static void requireOneEach(
      Path file, IdxFile.Images images, Path labelFile, int[] labels) {
    if (images.count() != labels.length) {
      throw new BadInput(
          file,
          images.count()
              + " pictures, but "
              + labels.length
              + " labels in "
              + labelFile.getFileName()
              + ".");
    }
  }

  /** One shape, and one scale: bytes are divided by 255, floating-point numbers are not. */
  private static void requireAlike(
      Path file, IdxFile.Images images, Path trained, IdxFile.Images trainedImages) {
    if (!images.shape().equals(trainedImages.shape())) {
      throw unlike(file, describe(images.shape()), trained, describe(trainedImages.shape()));
    }
    if (!images.type().label().equals(trainedImages.type().label())) {
      throw unlike(
          file,
          "of " + images.type().label() + ", taken as they are or divided by 255",
          trained,
          "of " + trainedImages.type().label());
    }
  }

  private static BadInput unlike(Path file, String these, Path trained, String those) {
    return new BadInput(
        file,
        "its pictures are "
            + these
            + ", but those of "
            + trained.getFileName()
            + " are "
            + those
            + ".");
  }

  private static void requireInRange(Path file, int[] labels, Path trained, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classes) {
        throw new BadInput(
            file,
            "label "
                + labels[i]
                + " of picture "
                + (i + 1)
                + " is out of range; "
                + trained.getFileName()
                + " has classes 0 to "
                + (classes - 1)
                + ".");
      }
    }
  }

  private static String describe(ImageShape shape) {
    return shape.height() + " × " + shape.width();
  }

  private static Path require(Path folder, String part, String kind, int dimensions) {
    List<Path> found = find(folder, part, kind, dimensions);
    if (found.size() > 1) {
      throw new BadInput(
          folder,
          "there are both "
              + found.get(0).getFileName()
              + " and "
              + found.get(1).getFileName()
              + "; keep one of them.");
    }
    if (found.isEmpty()) {
      throw new BadInput(
          folder,
          part
              + "-"
              + kind
              + "-idx"
              + dimensions
              + "-ubyte(.gz) is missing; such a folder holds train- and t10k-images"
              + " and -labels.");
    }
    return found.get(0);
  }

  private static List<Path> find(Path folder, String part, String kind, int dimensions) {
    String stem = part + "-" + kind;
    String ending = "idx" + dimensions + "-ubyte";
    return Stream.of("-", ".")
        .flatMap(joint -> Stream.of("", ".gz").map(gz -> stem + joint + ending + gz))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }
}
