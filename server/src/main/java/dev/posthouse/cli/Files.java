package dev.posthouse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads what the caller names: a file, or `-` for standard input.
record Files(Shell shell, Words words) {
  /// Far above what a server takes at once, far below the memory of this process.
  private static final int LARGEST = 100_000_000;

  static final String STDIN = "-";

  /// The bytes as they are.
  byte[] raw(String name) {
    byte[] read;
    try (InputStream in = open(name)) {
      read = in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException e) {
      throw Failed.refused(words.say("file.missing", name));
    } catch (AccessDeniedException e) {
      throw Failed.refused(words.say("file.denied", name));
    } catch (IOException e) {
      throw Failed.refused(words.say("file.unreadable", name, String.valueOf(e.getMessage())));
    }
    if (read.length > LARGEST) {
      throw Failed.refused(words.say("file.large", name, LARGEST / 1_000_000));
    }
    return read;
  }

  private InputStream open(String name) throws IOException {
    if (name.equals(STDIN)) {
      return shell.in();
    }
    Path file = shell.folder().resolve(name);
    if (java.nio.file.Files.isDirectory(file)) {
      throw Failed.refused(words.say("file.folder", name));
    }
    return java.nio.file.Files.newInputStream(file);
  }

  /// Without a byte order mark.
  ///
  /// @throws Failed with the place of the first byte that is not UTF-8, or 0: that is UTF-16
  String text(String name) {
    byte[] bytes = raw(name);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String whole = out.flip().toString();
    int zero = whole.indexOf('\0');
    String text = zero < 0 ? whole : whole.substring(0, zero);
    if (result.isError() || zero >= 0) {
      long line = text.chars().filter(c -> c == '\n').count() + 1;
      int column = text.length() - text.lastIndexOf('\n');
      throw Failed.refused(words.say("file.encoding", shown(name), line, column));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// As messages name it.
  static String shown(String name) {
    return name.equals(STDIN) ? "<stdin>" : name;
  }

  /// One line of standard input, empty at its end.
  String line() {
    var line = new StringBuilder();
    try {
      for (int c = shell.in().read(); c >= 0 && c != '\n'; c = shell.in().read()) {
        line.append((char) c);
      }
    } catch (IOException e) {
      throw Failed.refused(
          words.say("file.unreadable", shown(STDIN), String.valueOf(e.getMessage())));
    }
    return line.toString();
  }
}
