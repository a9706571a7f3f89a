package org.roperator.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.roperator.data.ColumnChoice;
import org.roperator.data.CsvFile;
import org.roperator.data.HeaderLine;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.data.weights.SafeTensors;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.Prediction;
import org.roperator.nn.layer.Activation;
import org.roperator.optimize.HessianFree;

/** Examples from a CSV file, and weights into a file that other tools read, and back. */
public final class ReadAndSave {

  private ReadAndSave() {}

  /** Trains on a table and prints the accuracy of the weights that were saved and read again. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("rop");
    Path table = folder.resolve("measured.csv");
    StringBuilder rows = new StringBuilder("width,height,kind\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 10)
          .append(',')
          .append(i / 10)
          .append(i % 10 > i / 10 ? ",wide\n" : ",tall\n");
    }
    Files.writeString(table, rows);

    LabeledData data = CsvFile.read(table, ColumnChoice.of("kind"), HeaderLine.YES);
    TrainTest split = TrainTest.stratified(data, 0.25, 1);
    Network network = Network.inputs(2).affine(8).then(Activation.tanh()).affine(2);
    NetworkObjective loss =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), split.train().toDataset())
            .withDecay(1e-3);
    double[] w =
        HessianFree.standard()
            .minimize(loss, network.initialize(Initializer.glorotNormal(), 1))
            .parameters();

    Path weights = folder.resolve("weights.safetensors");
    SafeTensors.write(weights, network.layout(), w, Map.of("trained on", "measured.csv"));
    double[] read = SafeTensors.read(weights, network.layout(), "this network");
    System.out.printf(
        Locale.ROOT,
        "%d weights, test accuracy %.3f%n",
        read.length,
        Prediction.of(network, read).accuracy(split.test().toDataset()));
    Files.delete(weights);
    Files.delete(table);
    Files.delete(folder);
  }
}
