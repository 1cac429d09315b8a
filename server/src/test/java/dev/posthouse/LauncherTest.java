package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script in a copy of the project's folders, with a Java that prints how it was
/// called and a Maven that writes the jar.
class LauncherTest {
  private static final String JAVA = "#!/bin/sh\necho \"java $*\"\n";
  private static final String MAVEN =
      """
      #!/bin/sh
      echo run >>"$PROJECT/mvn-runs"
      echo "java home $JAVA_HOME"
      [ ! -f "$PROJECT/broken" ] || { echo "[ERROR] Main.java:[9] error: not a statement"; exit 1; }
      touch "$PROJECT/server/target/posthouse-server.jar"
      """;

  @TempDir Path folder;
  private Path project;
  private Path jdk;

  @BeforeEach
  void copies_the_script_into_a_small_project() throws IOException {
    project = folder.toRealPath().resolve("a project");
    for (String each : List.of("server/src/main/java", "webhooks/src/main/java", ".mvn", "bin")) {
      Files.createDirectories(project.resolve(each));
    }
    for (String each :
        List.of("pom.xml", "server/pom.xml", "webhooks/pom.xml", "server/src/main/java/A.java")) {
      Files.writeString(project.resolve(each), "");
    }
    Files.copy(Path.of("../posthouse"), project.resolve("posthouse"));
    program(project.resolve("bin/mvn"), MAVEN);
    jdk = jdk("jdk", "25.0.3");
  }

  @Test
  void builds_once_and_ends_in_java_with_the_words_given() throws Exception {
    Ended first = run("serve", "--port", "0");
    Ended second = run("version");

    assertThat(first.output()).containsPattern("java .*-jar .*posthouse-server.jar serve --port 0");
    assertThat(first.output()).contains("Built in");
    assertThat(second.output()).contains("posthouse-server.jar version").doesNotContain("Built");
    assertThat(mavenRuns()).isEqualTo(1);
  }

  @Test
  void builds_again_when_a_source_is_newer() throws Exception {
    run("version");
    touchLater(project.resolve("server/src/main/java/A.java"));
    run("version");

    assertThat(mavenRuns()).isEqualTo(2);
  }

  @Test
  void builds_again_when_a_source_is_gone() throws Exception {
    run("version");
    Files.delete(project.resolve("server/src/main/java/A.java"));
    touchLater(project.resolve("server/src/main/java"));
    run("version");

    assertThat(mavenRuns()).isEqualTo(2);
  }

  @Test
  void a_failed_build_shows_its_errors_and_where_the_log_is() throws Exception {
    Files.writeString(project.resolve("broken"), "");

    Ended ended = run("serve");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output())
        .contains("[ERROR] Main.java:[9] error: not a statement")
        .contains(project.resolve("build.log").toString())
        .doesNotContain("-jar");
  }

  @Test
  void a_failed_build_is_tried_again() throws Exception {
    Files.writeString(project.resolve("broken"), "");
    run("serve");
    Files.delete(project.resolve("broken"));

    assertThat(run("serve").output()).contains("-jar");
  }

  @Test
  void works_through_a_symbolic_link_from_another_folder() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("ph"), project.resolve("posthouse"));

    Ended ended = start(Map.of("POSTHOUSE_JAVA_HOME", jdk.toString()), link.toString(), "version");

    assertThat(ended.output())
        .contains("-jar " + project.resolve("server/target/posthouse-server.jar"));
  }

  @Test
  void gives_maven_the_same_java() throws Exception {
    run("version");

    assertThat(project.resolve("build.log")).content().contains("java home " + jdk);
  }

  @Test
  void takes_java_home_when_it_is_a_jdk_25() throws Exception {
    Ended ended = start(Map.of("JAVA_HOME", jdk.toString()), project + "/posthouse", "version");

    assertThat(ended.output()).contains("java --enable-native-access");
  }

  @Test
  void refuses_another_java_that_was_asked_for_by_name() throws Exception {
    for (String version : List.of("17.0.15", "26", "2.5")) {
      Path other = jdk("jdk-" + version, version);

      Ended ended =
          start(Map.of("POSTHOUSE_JAVA_HOME", other.toString()), project + "/posthouse", "serve");

      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.output()).contains(other + ", which is not a JDK 25");
    }
  }

  @Test
  void own_java_options_come_after_the_usual_ones() throws Exception {
    Ended ended =
        start(
            Map.of("POSTHOUSE_JAVA_HOME", jdk.toString(), "POSTHOUSE_JAVA_OPTS", "-Xmx2g -Da=b"),
            project + "/posthouse",
            "version");

    assertThat(ended.output()).containsPattern("-Xmx512m .*-Xmx2g -Da=b -jar");
  }

  private Ended run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(project + "/posthouse"));
    command.addAll(List.of(words));
    return start(Map.of("POSTHOUSE_JAVA_HOME", jdk.toString()), command.toArray(String[]::new));
  }

  private Ended start(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.contains("JAVA") || name.contains("JDK"));
    builder.environment().putAll(environment);
    builder.environment().put("PROJECT", project.toString());
    builder.environment().merge("PATH", project + "/bin", (path, own) -> own + ":" + path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private int mavenRuns() throws IOException {
    return Files.readAllLines(project.resolve("mvn-runs")).size();
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.toRealPath().resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    program(home.resolve("bin/java"), JAVA);
    program(home.resolve("bin/javac"), JAVA);
    return home;
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
  }

  /// As if written a minute from now, so that no file system's clock is too coarse.
  private static void touchLater(Path file) throws IOException {
    FileTime written = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.from(written.toInstant().plusSeconds(60)));
  }

  private record Ended(int code, String output) {}
}
