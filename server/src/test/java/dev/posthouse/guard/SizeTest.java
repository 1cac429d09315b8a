package dev.posthouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {
  @Test
  void every_file_and_method_fits_a_readers_head() throws Exception {
    try (StandardJavaFileManager files =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      List<JavaFileObject> sources = new ArrayList<>();
      files.getJavaFileObjectsFromPaths(Code.sources()).forEach(sources::add);

      assertThat(sources).isNotEmpty();
      assertThat(Size.violations(sources)).isEmpty();
    }
  }

  @Test
  void a_file_of_400_lines_passes_and_one_more_is_caught() {
    assertThat(violations("class A {" + "\n".repeat(399) + "}")).isEmpty();
    assertThat(violations("class A {" + "\n".repeat(400) + "}"))
        .containsExactly("/Sample.java has 401 lines, at most 400");
  }

  @Test
  void a_method_of_60_lines_passes_and_one_more_is_caught() {
    assertThat(violations("class A { void run() {" + "\n".repeat(59) + "} }")).isEmpty();
    assertThat(violations("class A { void run() {" + "\n".repeat(60) + "} }"))
        .containsExactly("A.run has 61 lines, at most 60");
  }

  @Test
  void a_table_in_an_annotation_does_not_make_a_method_long() {
    String table = "@Table({" + "\n".repeat(80) + "})";

    assertThat(violations("class A { %s void run() { } }".formatted(table))).isEmpty();
  }

  @Test
  void six_parameters_pass_and_one_more_is_caught() {
    assertThat(violations("class A { void run(%s) {} }".formatted(parameters(6)))).isEmpty();
    assertThat(violations("class A { void run(%s) {} }".formatted(parameters(7))))
        .containsExactly("A.run has 7 parameters, at most 6");
    assertThat(violations("class A { A(%s) {} }".formatted(parameters(7)))).hasSize(1);
  }

  @Test
  void a_record_may_have_as_many_components_as_the_thing_has() {
    String record = "record A(%s) { A { } }".formatted(parameters(9));

    assertThat(violations(record)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (;;) { while (true) { if (x) { try { } finally { } } } }",
        "do { for (int i : a) { synchronized (this) { if (x) { } } } } while (x);",
        "if (x) { } else { if (y) { } for (;;) { for (;;) { if (x) { } } } }",
        "int n = switch (k) { case 1: { for (;;) { for (;;) { if (x) { } } } yield 1; } };",
      })
  void a_fourth_level_of_nesting_is_caught(String body) {
    assertThat(violations("class A { void run() { %s } }".formatted(body)))
        .singleElement()
        .asString()
        .contains("4 levels of nesting, at most 3");
  }

  @Test
  void three_levels_and_a_chain_of_else_if_pass() {
    String body = "for (;;) { for (;;) { if (a) { } else if (b) { } else if (c) { } else { } } }";

    assertThat(violations("class A { void run() { %s } }".formatted(body))).isEmpty();
  }

  private static List<String> violations(String source) {
    return Size.violations(List.of(Sample.text(source)));
  }

  private static String parameters(int count) {
    String[] all = new String[count];
    Arrays.setAll(all, i -> "int p" + i);
    return String.join(", ", all);
  }
}
