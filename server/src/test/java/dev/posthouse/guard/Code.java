package dev.posthouse.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where the guarded code lies, seen from the server's module folder, in which Surefire runs.
final class Code {
  static final Path SERVER_CLASSES = Path.of("target/classes");
  static final Path SERVER_TEST_CLASSES = Path.of("target/test-classes");
  static final Path WEBHOOKS_CLASSES = Path.of("../webhooks/target/classes");
  static final List<Path> SOURCES =
      List.of(
          Path.of("src/main/java"),
          Path.of("src/test/java"),
          Path.of("../webhooks/src/main/java"),
          Path.of("../webhooks/src/test/java"),
          Path.of("../bench/src/main/java"),
          Path.of("../bench/src/test/java"));

  private Code() {}

  static List<ClassModel> classesUnder(Path folder) {
    return filesUnder(folder, ".class").stream().map(Code::parse).toList();
  }

  static List<Path> sources() {
    return SOURCES.stream().flatMap(folder -> filesUnder(folder, ".java").stream()).toList();
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> filesUnder(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
