package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalHessianCommandTest {

  @TempDir private Path folder;

  private Cli localHessian(String... more) {
    return Cli.runInto(folder.resolve("out"), "local-hessian", more);
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve("out").resolve(name));
  }

  @Test
  void trainingLeavesNumbersAndAReport() throws IOException {
    Cli cli =
        localHessian(
                "--parts",
                "training",
                "--depth",
                "2",
                "--width",
                "12",
                "--epochs",
                "2",
                "--seeds",
                "2",
                "--rates",
                "0.003,0.01")
            .assertOk();
    assertTrue(cli.words().matches(".*training 10 of 24 runs [0-9.]+s, left [0-9.]+s .*"));
    assertTrue(cli.words().matches(".*training 24 of 24 runs [0-9.]+s, left 0.0s .*"), cli.out());
    assertTrue(cli.out().contains("scale-amended, mean of squares"), cli.out());
    assertTrue(cli.out().contains("By mean test accuracy over 2 seeds"), cli.out());
    String json = output("metrics.json");
    for (String method : new String[] {"sgd", "lars", "amended-norms", "amended-squares"}) {
      assertTrue(json.contains("\"method\" : \"" + method + "\""), json);
    }
    assertTrue(json.contains("\"beyond_sgd_half_interval\" : "), json);
    assertTrue(json.contains("\"factor.layer3.W\" : "), json);
    assertTrue(json.contains("\"spectra\" : [ ]"), json);
    assertEquals(4, output("report.html").split("<svg class", -1).length - 1);
  }

  /** Of one seed there is no spread, of the convolutional network no width of hidden layers. */
  @Test
  void oneSeedOfTheConvolutionalNetworkSaysWhatItIs() throws IOException {
    Cli cli =
        localHessian("--parts=training", "--network=vgg", "--epochs=1", "--seeds=1", "--rates=0.01")
            .assertOk();
    assertTrue(cli.words().contains("one seed doesn't tell"), cli.out());
    String json = output("metrics.json");
    String report = output("report.html");
    assertFalse(cli.out().contains("±") || cli.out().contains("NaN"), cli.out());
    assertFalse(report.contains("64 → "), "widths of another network");
    assertTrue(report.contains("3×3 convolutions of 8, 8, pooling, 16, 16, pooling, 32 units"));
    assertTrue(json.contains("\"hidden\" : [ ]"), json);
    assertTrue(json.contains("\"test_accuracy_deviation\" : null"), json);
  }

  /** Of 101 wines in batches of 100 one would be alone, which can't be normalized. */
  @Test
  void conditionsOfNormalizedNetworksComeWithABatchOfOne() throws IOException {
    localHessian(
            "--parts=conditions", "--data=wine", "--test-share=0.43", "--blocks=1", "--epochs=1")
        .assertOk();
    String json = output("metrics.json");
    assertTrue(json.contains("\"train_size\" : 101"), json);
    assertEquals(4, json.split("\"epoch\" : 1,", -1).length - 1, json);
  }

  @Test
  void spectraAndConditionsLeaveNumbersAndAReport() throws IOException {
    Cli cli =
        localHessian(
                "--parts", "spectra, conditions", "--draws", "4", "--blocks", "1", "--epochs", "1")
            .assertOk();
    assertTrue(cli.out().contains("of 3 Gaussian spectra"), cli.out());
    assertTrue(cli.out().contains("orthogonal start"), cli.out());
    String json = output("metrics.json");
    assertTrue(json.contains("\"standard_errors_off\" : "), json);
    assertTrue(json.contains("\"network\" : \"batch_norm\""), json);
    assertEquals(8, json.split("\"epoch\" : ", -1).length - 1);
    assertEquals(7, output("report.html").split("<svg class", -1).length - 1);
  }

  @Test
  void badOptionsAreRefused() throws IOException {
    localHessian("--parts", "spectra,moments").assertRefused("moments", "conditions");
    localHessian("--rates", "0.1,fast").assertRefused("--rates", "fast");
    localHessian("--rates", "0.1,-2").assertRefused("--rates", "-2");
    localHessian("--draws", "1").assertRefused("--draws is 1");
    localHessian("--batch-size", "1").assertRefused("--batch-size is 1");
    for (String option : new String[] {"--depth", "--width", "--seeds", "--epochs", "--blocks"}) {
      localHessian(option, "0").assertRefused(option + " is 0");
    }
    localHessian("--network", "resnet").assertRefused("--network", "VGG");
    Path table = folder.resolve("table.csv");
    Files.writeString(table, "a,b,c\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n5,6,x\n6,7,y\n");
    localHessian("--network", "vgg", "--data", table.toString())
        .assertRefused("--network vgg", "mlp");
  }
}
