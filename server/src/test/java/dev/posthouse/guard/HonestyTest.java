package dev.posthouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HonestyTest {
  @ParameterizedTest
  @ValueSource(strings = {"target/test-classes", "../webhooks/target/test-classes"})
  void no_test_is_disabled_or_sleeps_or_mocks(String folder) {
    assertThat(Code.classesUnder(Path.of(folder))).flatExtracting(Honesty::violations).isEmpty();
  }

  @Test
  void a_disabled_test_is_caught() {
    ClassModel model =
        Sample.inPackage("web", "@org.junit.jupiter.api.Disabled void does_not_work_yet() {}");

    assertThat(Honesty.violations(model))
        .containsExactly("dev.posthouse.web.Sample uses org/junit/jupiter/api/Disabled");
  }

  @Test
  void a_sleeping_test_is_caught() {
    ClassModel model =
        Sample.inPackage("web", "void run() throws Exception { Thread.sleep(100); }");

    assertThat(Honesty.violations(model)).hasSize(1);
  }

  @Test
  void a_mock_library_is_caught() {
    ClassModel model =
        Sample.compile(
            "package org.mockito; class Sample { Object mock() { return new Sample(); } }");

    assertThat(Honesty.violations(model)).isNotEmpty();
  }
}
