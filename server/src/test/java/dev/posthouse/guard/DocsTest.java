package dev.posthouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocsTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?://|#)([^)#]+)[^)]*\\)");
  private static final Pattern SETTING = Pattern.compile("^\\|.*?\\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`(--[a-z-]+|POSTHOUSE_[A-Z_]+)`");

  @Test
  void every_link_in_the_documents_leads_somewhere() throws IOException {
    for (Path document : documents()) {
      assertThat(LINK.matcher(Files.readString(document)).results())
          .allSatisfy(link ->
              assertThat(document.resolveSibling(link.group(1))).as("%s", document).exists());
    }
  }

  @Test
  void every_package_of_the_order_is_explained() throws IOException {
    assertThat(Files.readString(PROJECT.resolve("docs/architecture.md")))
        .contains(PackageOrder.ORDER.stream().map("| `%s` |"::formatted).toList())
        .contains(String.join(" > ", PackageOrder.ORDER));
  }

  @Test
  void every_decision_is_listed() throws IOException {
    String list = Files.readString(PROJECT.resolve("docs/decisions/README.md"));

    try (Stream<Path> pages = Files.list(PROJECT.resolve("docs/decisions"))) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .allSatisfy(page -> assertThat(list + "README.md").contains(page));
    }
  }

  @Test
  void both_readmes_tell_of_the_same_settings() throws IOException {
    assertThat(settings("README.md")).isNotEmpty().isEqualTo(settings("README.zh-CN.md"));
  }

  private static Set<String> settings(String readme) throws IOException {
    return SETTING
        .matcher(Files.readString(PROJECT.resolve(readme)))
        .results()
        .flatMap(row -> NAME.matcher(row.group()).results())
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(PROJECT);
        Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }
}
