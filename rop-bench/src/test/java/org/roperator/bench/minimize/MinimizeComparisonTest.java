package org.roperator.bench.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The tables and the picture of a few runs made by hand. */
class MinimizeComparisonTest {

  private static final String NEWTON = "TrustRegionNewton";

  /** Ratios 1/2 and 1/8 of products, and of all else. */
  private static final List<Run> HAND =
      List.of(
          Runs.of("rop", NEWTON, "P", 4),
          Runs.of("scipy", "trust-krylov", "P", 8),
          Runs.large(Runs.of("rop", NEWTON, "Q", 1)),
          Runs.large(Runs.of("rop, compiled", NEWTON, "Q", 3)),
          Runs.large(Runs.of("scipy", "trust-krylov", "Q", 8)),
          Runs.large(Runs.failed(Runs.of("scipy", "trust-ncg", "Q", 900), "stopped after 10 s")),
          Runs.large(Runs.failed(Runs.of("scipy", "Newton-CG", "Q", 6), "lost")));

  @Test
  void printsWhatWasSolvedSpentAndTaken() {
    assertEquals(
        """
        | solved | start × 1 |
        |---|---|
        | rop TrustRegionNewton | 2 of 2 |
        | scipy trust-krylov | 2 of 2 |
        | scipy trust-ncg | 0 of 1 (1 stopped) |
        | scipy Newton-CG | 0 of 1 |

        | geometric mean of | over | both solved | products | values + gradients | all three | CPU time | least to most |
        |---|---|---|---|---|---|---|---|
        | rop TrustRegionNewton | scipy trust-krylov | 2 | 0.25 | 0.25 | 0.25 | 0.25 | 0.13 to 0.50 |

        | CPU time, ms | rop TrustRegionNewton | scipy trust-krylov | scipy trust-ncg | scipy Newton-CG |
        |---|---|---|---|---|
        | Q | 2.00 | 16 | stopped | (12) |

        | CPU time, ms | tape, numpy | by hand in Java, in C |
        |---|---|---|
        | rop TrustRegionNewton, Q | 2.00 | 6.00 |
        """,
        MinimizeComparison.of(HAND).markdown());
  }

  @Test
  void comparesOnlyMethodsOfOneKind() {
    List<Run> strangers =
        List.of(Runs.of("rop", "LimitedMemoryBfgs", "P", 0), Runs.of("scipy", "trust-ncg", "P", 8));
    assertTrue(
        MinimizeComparison.of(strangers)
            .markdown()
            .endsWith("|---|---|---|---|---|---|---|---|\n"));
  }

  /** At τ = 1 half of two starts, at 2 all; the other at 2 half, at 8 all. */
  @Test
  void drawsTheProfiles() throws Exception {
    List<Run> runs =
        List.of(
            Runs.of("rop", NEWTON, "P", 4),
            Runs.of("scipy", "trust-krylov", "P", 8),
            Runs.of("rop", NEWTON, "Q", 16),
            Runs.of("scipy", "trust-krylov", "Q", 2),
            Runs.of("scipy", "least_squares", "Q", 1));
    String svg = MinimizeComparison.of(runs).svg("products", "cpu");
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    var paths = picture.getElementsByTagName("path");
    // Two of each panel, two of the key.
    assertEquals(6, paths.getLength());
    String title = picture.getElementsByTagName("title").item(0).getTextContent();
    assertEquals(
        "Hessian-vector products: rop TrustRegionNewton solved 100 % of the starts, 50 % with the"
            + " least. scipy trust-krylov solved 100 % of the starts, 50 % with the least."
            + " CPU time: rop TrustRegionNewton solved 100 % of the starts, 50 % with the least."
            + " scipy trust-krylov solved 100 % of the starts, 50 % with the least.",
        title);
    // The axis is 392 wide from 40, of τ to 32: 2 stands at 40 + 392/5, 8 at 40 + 392 · 3/5. It is
    // 230 high from 34, so that half stands at 149.
    assertEquals("M40 149.0H275.2V34.0H432", path(picture, 0));
    assertEquals("M40 149.0H118.4V34.0H432", path(picture, 1));
  }

  private static String path(Document picture, int index) {
    return picture
        .getElementsByTagName("path")
        .item(index)
        .getAttributes()
        .getNamedItem("d")
        .getNodeValue();
  }

  @Test
  void writesThePictureItIsAskedFor(@TempDir Path folder) throws IOException {
    Path lines = folder.resolve("lines");
    Files.write(lines, HAND.stream().map(Run::json).toList());
    Path svg = folder.resolve("picture.svg");
    MinimizeComparison.main(new String[] {lines.toString(), "--svg", svg.toString(), "products"});
    assertEquals(MinimizeComparison.of(HAND).svg("products"), Files.readString(svg));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> MinimizeComparison.main(new String[] {lines.toString(), "--svg", "a.svg"}))
            .getMessage();
    assertEquals(
        "After --svg come a file and costs such as products,calls, and nothing else, not [a.svg].",
        message);
  }
}
