package dev.posthouse.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Calls commands as a shell would, and catches what they say.
public final class Caller {
  final Map<String, String> variables = new HashMap<>();
  final List<Duration> waits = new ArrayList<>();
  private final Path folder;
  private byte[] in = new byte[0];
  private boolean terminal;
  private int patience = Integer.MAX_VALUE;
  private Premises premises = Premises.NONE;
  private InstantSource clock = InstantSource.system();

  public Caller(Path folder) {
    this.folder = folder;
  }

  /// What a call came to.
  public record Called(int code, String out, String err) {}

  static Caller of(TinyServer server, Path folder) {
    return new Caller(folder).set("POSTHOUSE_URL", server.url()).set("POSTHOUSE_KEY", "key-1");
  }

  public Caller set(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public Caller chinese() {
    return set("LANG", "zh_CN.UTF-8");
  }

  public Caller input(String text) {
    in = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /// A person sits there and types this.
  public Caller typing(String text) {
    terminal = true;
    return set("NO_COLOR", "1").input(text);
  }

  /// A server runs here.
  Caller local(String url, String key, String tenant) {
    return on(new Here(new Local(url, key, tenant), Optional.empty()));
  }

  /// Its patience ends at that pause, as at Ctrl-C.
  Caller pausing(int times) {
    patience = times;
    return this;
  }

  private void pause(Duration time) throws InterruptedException {
    waits.add(time);
    if (waits.size() > patience) {
      throw new InterruptedException();
    }
  }

  public Caller on(Premises here) {
    premises = here;
    return this;
  }

  Caller at(Instant now) {
    clock = InstantSource.fixed(now);
    return this;
  }

  /// A machine with what is said, and no database.
  record Here(Local server, Optional<DataHere> data) implements Premises {
    @Override
    public Copied copyDatabase(Path target) {
      throw new NoDatabase("data");
    }
  }

  public Called call(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var shell =
        new Shell(
            new ByteArrayInputStream(in),
            new PrintStream(out, true, Words.charset(variables)),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            variables,
            terminal,
            folder,
            premises,
            new Random(),
            this::pause,
            clock,
            ZoneOffset.UTC);
    int code = Commands.run(List.of(words), shell);
    return new Called(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
