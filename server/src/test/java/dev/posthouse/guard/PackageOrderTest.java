package dev.posthouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageOrderTest {
  private static final List<ClassModel> SERVER = Code.classesUnder(Code.SERVER_CLASSES);

  @Test
  void every_import_of_the_server_follows_the_event() {
    assertThat(SERVER).isNotEmpty();
    assertThat(SERVER).flatExtracting(PackageOrder::violations).isEmpty();
  }

  @Test
  void events_are_made_of_the_jdk_and_the_library_alone() {
    assertThat(SERVER).flatExtracting(PackageOrder::foreignWordsInEvent).isEmpty();
  }

  @Test
  void an_import_to_the_left_is_caught() {
    ClassModel model = Sample.inPackage("store", "dev.posthouse.route.Router router;");

    assertThat(PackageOrder.violations(model))
        .containsExactly("dev.posthouse.store.Sample imports dev.posthouse.route.Router");
  }

  @Test
  void an_import_to_the_right_and_of_the_library_passes() {
    ClassModel model =
        Sample.inPackage(
            "route", "dev.posthouse.event.Event event; Class<?> library = Object.class;");

    assertThat(PackageOrder.violations(model)).isEmpty();
  }

  @Test
  void an_import_hidden_in_a_generic_signature_is_caught() {
    ClassModel model =
        Sample.inPackage("event", "java.util.List<dev.posthouse.route.Routing> routings;");

    assertThat(PackageOrder.violations(model)).hasSize(1);
  }

  @Test
  void an_import_of_the_root_package_is_caught() {
    ClassModel model =
        Sample.inPackage("web", "void run() { dev.posthouse.Main.main(new String[0]); }");

    assertThat(PackageOrder.violations(model))
        .containsExactly("dev.posthouse.web.Sample imports dev.posthouse.Main");
  }

  @Test
  void the_command_line_imports_events_only() {
    ClassModel model =
        Sample.inPackage("cli", "dev.posthouse.event.Event fine; dev.posthouse.work.Budget not;");

    assertThat(PackageOrder.violations(model))
        .containsExactly("dev.posthouse.cli.Sample imports dev.posthouse.work.Budget");
  }

  @Test
  void a_package_without_a_place_is_caught() {
    assertThat(PackageOrder.violations(Sample.inPackage("misc", "")))
        .singleElement()
        .asString()
        .contains("package misc has no place in the order");
  }

  @Test
  void a_foreign_library_in_the_event_package_is_caught() {
    ClassModel model = Sample.inPackage("event", "org.slf4j.Logger log;");

    assertThat(PackageOrder.foreignWordsInEvent(model))
        .containsExactly("dev.posthouse.event.Sample uses org.slf4j.Logger");
  }
}
