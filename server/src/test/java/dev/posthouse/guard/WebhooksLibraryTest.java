package dev.posthouse.guard;

import static java.lang.classfile.ClassFile.JAVA_17_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhooksLibraryTest {
  /// Packages of the JDK, those of other makers under `javax` left out.
  private static final List<String> JDK =
      List.of("java/", "javax/crypto/", "javax/sql/", "javax/xml/stream/");

  private static final List<ClassModel> LIBRARY = Code.classesUnder(Code.WEBHOOKS_CLASSES);

  @Test
  void the_library_needs_the_jdk_alone() {
    assertThat(LIBRARY).flatExtracting(WebhooksLibraryTest::foreign).isEmpty();
  }

  @Test
  void the_library_runs_on_java_17() {
    assertThat(LIBRARY)
        .allSatisfy(model -> assertThat(model.majorVersion()).isLessThanOrEqualTo(JAVA_17_VERSION));
  }

  @Test
  void a_dependency_of_the_library_is_caught() {
    ClassModel model =
        Sample.compile("package dev.posthouse.webhooks; class Sample { org.slf4j.Logger log; }");

    assertThat(foreign(model)).containsExactly("org/slf4j/Logger");
  }

  @Test
  void bytecode_of_a_newer_java_is_caught() {
    ClassModel model = Sample.compile("package dev.posthouse.webhooks; class Sample { }");

    assertThat(model.majorVersion()).isGreaterThan(JAVA_17_VERSION);
  }

  /// The nullness annotations are not there at run time, and need not be.
  private static List<String> foreign(ClassModel model) {
    return References.classes(model).stream()
        .filter(name -> JDK.stream().noneMatch(name::startsWith))
        .filter(name -> !name.startsWith("dev/posthouse/webhooks/"))
        .filter(name -> !name.startsWith("org/jspecify/annotations/"))
        .toList();
  }
}
