import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.html.HtmlPolicy;
import gg.jte.html.policy.PolicyGroup;
import gg.jte.html.policy.PreventInlineEventHandlers;
import gg.jte.html.policy.PreventInvalidAttributeNames;
import gg.jte.html.policy.PreventOutputInTagsAndAttributes;
import gg.jte.html.policy.PreventUnquotedAttributes;
import gg.jte.resolve.DirectoryCodeResolver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles the templates of a folder into a folder of classes, as a part of the build.
 *
 * <p>JTE's own plugin asks for Maven 3.9, and its policy forbids the capitals of SVG's attributes.
 */
public final class PrecompileTemplates {

  private static final String PACKAGE = "org.roperator.cli.report";

  private PrecompileTemplates() {}

  /** The folder of templates, that of classes. */
  public static void main(String[] args) throws IOException {
    Path classes = Path.of(args[1]);
    // Aside, since the engine empties the package it compiles into.
    Path aside = Files.createDirectories(classes.resolveSibling("templates"));
    TemplateEngine engine =
        TemplateEngine.create(
            new DirectoryCodeResolver(Path.of(args[0])), aside, ContentType.Html, null, PACKAGE);
    engine.setTrimControlStructures(true);
    engine.setHtmlPolicy(policy());
    engine.setClassPath(
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
    engine.setCompileArgs("--release", "17");
    engine.precompileAll();
    Path folder = Path.of(PACKAGE.replace('.', '/'));
    copyClasses(aside.resolve(folder), classes.resolve(folder));
  }

  private static HtmlPolicy policy() {
    PolicyGroup policy = new PolicyGroup();
    policy.addPolicy(new PreventOutputInTagsAndAttributes());
    policy.addPolicy(new PreventUnquotedAttributes());
    policy.addPolicy(new PreventInvalidAttributeNames());
    policy.addPolicy(new PreventInlineEventHandlers());
    return policy;
  }

  private static void copyClasses(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
