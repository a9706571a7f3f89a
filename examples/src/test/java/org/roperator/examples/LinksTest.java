package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link of the documents into this repository leads to a file, and to a heading of it. */
class LinksTest {

  /** {@code [text](target)} and {@code ![text](target)}; no target of ours holds a parenthesis. */
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path document : Documents.all()) {
      for (String line : Documents.prose(document)) {
        Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
        while (link.find()) {
          String target = link.group(1);
          if (!target.startsWith("https://")) {
            links++;
            if (!exists(document, target)) {
              dead.add(document.getFileName() + ": " + target);
            }
          }
        }
      }
    }
    assertEquals(List.of(), dead);
    assertTrue(links >= 50, links + " links found");
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    String index = Files.readString(Documents.root().resolve("docs/README.md"));
    for (Path document : Documents.all()) {
      String name = document.getFileName().toString();
      if (document.equals(Documents.root().resolve("docs").resolve(name))
          && !name.equals("README.md")) {
        assertTrue(index.contains("](" + name + ")"), name + " is missing in docs/README.md");
      }
    }
  }

  @Test
  void everyPictureHasTheCommandThatMakesItBesideIt() throws IOException {
    Pattern picture = Pattern.compile("!\\[[^\\]]+\\]\\((images/[^)]+)\\)");
    int pictures = 0;
    for (Path document : Documents.all()) {
      String text = Files.readString(document);
      Matcher shown = picture.matcher(text);
      while (shown.find()) {
        pictures++;
        String name = " docs/" + shown.group(1);
        assertTrue(text.contains(name), document.getFileName() + " has no command for" + name);
      }
    }
    assertTrue(pictures >= 5, pictures + " pictures found");
  }

  @Test
  void headingsBecomeAnchorsAsGitHubMakesThem() {
    // As seen on github.com.
    assertEquals("rop-local-hessian", anchor("## `rop local-hessian`"));
    assertEquals("4-what-a-product-costs", anchor("## 4. What a product costs"));
    assertEquals("data-train-and-check", anchor("## Data: `train` and `check`"));
    assertEquals("i-want-to-", anchor("# I want to …"));
    assertEquals("1-the-operator-r", anchor("## 1. The operator R{·}"));
  }

  private static boolean exists(Path document, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    return Files.exists(file) && (hash < 0 || anchors(file).contains(target.substring(hash + 1)));
  }

  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : Documents.prose(document)) {
      if (line.startsWith("#")) {
        String anchor = anchor(line);
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }

  /** Lower case, without punctuation but for hyphens and underscores, hyphens for blanks. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
        .replace(' ', '-');
  }
}
