package dev.posthouse.eventtype;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Rendering;
import dev.posthouse.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/// How the versions of a type grow: saved ones stay as they are, new ones follow without gaps, each
/// with a schema, a sample that it takes, and conversions that work on the samples.
final class Growth {
  /// In bytes of JSON; an example that people read is much smaller.
  private static final int LARGEST_SAMPLE = 256 << 10;

  private final List<Version> versions;
  private final List<Flaw> flaws = new ArrayList<>();
  private final int saved;

  private Growth(List<Version> saved) {
    this.versions = new ArrayList<>(saved);
    this.saved = saved.size();
  }

  /// @throws Invalid with every flaw; pointers lead into the list of `given`
  static List<Version> of(List<Version> saved, List<Version> given) {
    var growth = new Growth(saved);
    for (int i = 0; i < given.size(); i++) {
      growth.add("/versions/" + i, given.get(i));
    }
    if (!growth.flaws.isEmpty()) {
      throw new Invalid(growth.flaws);
    }
    return List.copyOf(growth.versions);
  }

  private void add(String pointer, Version version) {
    int next = versions.size() + 1;
    if (version.number() <= saved) {
      if (!version.equals(versions.get(version.number() - 1))) {
        flaw(
            pointer,
            "version %d is saved and never changes; add version %d"
                .formatted(version.number(), saved + 1));
      }
    } else if (version.number() != next) {
      flaw(pointer + "/version", "must be %d, the next one".formatted(next));
    } else if (next > EventTypeForm.MOST_VERSIONS) {
      flaw(pointer, "is one too many; at most " + EventTypeForm.MOST_VERSIONS);
    } else {
      check(pointer, version);
      versions.add(version);
    }
  }

  private void check(String pointer, Version version) {
    int sample = Json.bytes(version.sample()).length;
    if (sample > LARGEST_SAMPLE) {
      flaw(
          pointer + "/sample",
          "a sample has at most %,d bytes, this has %,d".formatted(LARGEST_SAMPLE, sample));
      return;
    }
    try {
      Schema schema = Schema.compile(version.schemaJson(), pointer + "/schema");
      int before = flaws.size();
      schema
          .check(version.sample())
          .forEach(flaw -> flaw(pointer + "/sample" + flaw.pointer(), flaw.message()));
      if (flaws.size() == before) {
        checkConversions(pointer, version);
      }
    } catch (Invalid e) {
      flaws.addAll(e.flaws());
    }
  }

  private void checkConversions(String pointer, Version version) {
    if (versions.isEmpty()) {
      for (String name : namesOf(version)) {
        flaw(pointer + "/" + name, "leads from or to the version before, and there is none");
      }
      return;
    }
    Version before = versions.getLast();
    try {
      version.upward().ifPresent(up -> check(pointer + "/up", Conversion.up(before, version)));
      version
          .downward()
          .ifPresent(down -> check(pointer + "/down", Conversion.down(version, before)));
    } catch (Invalid e) {
      e.flaws().forEach(flaw -> flaw(pointer + flaw.pointer(), flaw.message()));
    }
  }

  private static List<String> namesOf(Version version) {
    var names = new ArrayList<String>();
    version.up().ifPresent(up -> names.add("up"));
    version.down().ifPresent(down -> names.add("down"));
    return names;
  }

  private void check(String pointer, Conversion.Trial trial) {
    switch (trial.made()) {
      case Rendering.Failed failed ->
          flaw(
              pointer,
              "fails on the sample of %s: %s".formatted(trial.from(), failed.reason().english()));
      case Rendering.Rendered made ->
          trial.to().schema().check(made.json()).stream()
              .limit(1)
              .forEach(flaw ->
                  flaw(
                      pointer,
                      "turns the sample of %s into data that %s does not take: %s %s"
                          .formatted(trial.from(), trial.to(), flaw.pointer(), flaw.message())));
    }
  }

  private void flaw(String pointer, String message) {
    flaws.add(new Flaw(pointer, message));
  }
}
