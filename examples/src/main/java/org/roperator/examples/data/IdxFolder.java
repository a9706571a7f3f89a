package org.roperator.examples.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads a folder of pictures in IDX files, as MNIST and its followers come: {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
 * {@code t10k-labels-idx1-ubyte}, each packed with gzip ({@code .gz}) or not.
 *
 * <p>Pixels are scaled from 0…255 to 0…1; the folder's own split is kept.
 */
public final class IdxFolder {

  private IdxFolder() {}

  /** Whether a folder holds at least one of the four files. */
  public static boolean looksLike(Path folder) {
    return List.of("train", "t10k").stream()
        .anyMatch(
            part ->
                find(folder, part, "images", 3)
                    .or(() -> find(folder, part, "labels", 1))
                    .isPresent());
  }

  /**
   * Reads the four files.
   *
   * @throws BadInput naming the file, if one is missing, truncated, or doesn't fit the others
   */
  public static TrainTest read(Path folder) {
    Path trainImages = require(folder, "train", "images", 3);
    Path trainLabels = require(folder, "train", "labels", 1);
    Path testImages = require(folder, "t10k", "images", 3);
    Path testLabels = require(folder, "t10k", "labels", 1);
    int[] labels = IdxFile.readLabels(trainLabels);
    int classes = IntStream.of(labels).max().orElse(-1) + 1;
    if (classes < 2) {
      throw new BadInput(trainLabels, "there must be at least two classes.");
    }
    int[] otherLabels = IdxFile.readLabels(testLabels);
    requireInRange(testLabels, otherLabels, trainLabels, classes);
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    Dataset train = dataset(name, trainImages, trainLabels, labels, classes);
    Dataset test = dataset(name, testImages, testLabels, otherLabels, classes);
    if (!train.imageShape().equals(test.imageShape())) {
      throw new BadInput(
          testImages,
          "its pictures are "
              + describe(test)
              + ", but those of "
              + trainImages.getFileName()
              + " are "
              + describe(train)
              + ".");
    }
    return new TrainTest(train, test, "the folder's own split; pixels scaled to 0…1");
  }

  private static Dataset dataset(
      String name, Path images, Path labelFile, int[] labels, int classes) {
    IdxFile.Images read = IdxFile.readImages(images);
    if (read.count() != labels.length) {
      throw new BadInput(
          images,
          read.count()
              + " pictures, but "
              + labels.length
              + " labels in "
              + labelFile.getFileName()
              + ".");
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return new Dataset(name, read.pixels(), labels, names, Optional.of(read.shape()));
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

  private static String describe(Dataset data) {
    return data.imageShape().map(s -> s.height() + " × " + s.width()).orElse("of no shape");
  }

  private static Path require(Path folder, String part, String kind, int dimensions) {
    return find(folder, part, kind, dimensions)
        .orElseThrow(
            () ->
                new BadInput(
                    folder,
                    part
                        + "-"
                        + kind
                        + "-idx"
                        + dimensions
                        + "-ubyte(.gz) is missing; such a folder holds train- and t10k-images"
                        + " and -labels."));
  }

  private static Optional<Path> find(Path folder, String part, String kind, int dimensions) {
    String stem = part + "-" + kind;
    String ending = "idx" + dimensions + "-ubyte";
    return List.of("-", ".").stream()
        .flatMap(joint -> List.of("", ".gz").stream().map(gz -> stem + joint + ending + gz))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
