package dev.posthouse.webhooks;

import dev.posthouse.webhooks.Template.Kind;
import dev.posthouse.webhooks.Template.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The form of a signature header's value: one entry, such as `sha256={signature}`, or several with
/// commas between, such as `t={timestamp},v1={signature}`. Of several, those of another form are
/// skipped, and those with a signature may be repeated.
record SignatureHeader(List<Entry> entries) {

  /// A placeholder and what stands around it.
  record Entry(String before, Kind kind, String after) {
    Optional<String> read(String text) {
      boolean fits =
          text.length() >= before.length() + after.length()
              && text.startsWith(before)
              && text.endsWith(after);
      return fits
          ? Optional.of(text.substring(before.length(), text.length() - after.length()))
          : Optional.empty();
    }

    String write(String value) {
      return before + value + after;
    }
  }

  /// What a value says. A timestamp that is missing is empty.
  record Found(List<String> signatures, String timestamp) {}

  /// @throws IllegalArgumentException if an entry has not exactly one placeholder, `{signature}` or
  ///   `{timestamp}`, or there is no signature
  static SignatureHeader parse(String form) {
    SignatureHeader header =
        new SignatureHeader(
            Arrays.stream(form.split(",", -1)).map(SignatureHeader::entry).toList());
    if (!header.has(Kind.SIGNATURE)) {
      throw new IllegalArgumentException(
          "The form of the signature header has no {signature}. Use such as sha256={signature}");
    }
    return header;
  }

  private static Entry entry(String form) {
    List<Part> parts = Template.parse(form).parts();
    List<Part> placeholders = parts.stream().filter(part -> part.kind() != Kind.TEXT).toList();
    boolean known =
        placeholders.size() == 1
            && (placeholders.get(0).kind() == Kind.SIGNATURE
                || placeholders.get(0).kind() == Kind.TIMESTAMP);
    if (!known) {
      throw new IllegalArgumentException(
          "Each entry of a signature header holds {signature} or {timestamp}, such as"
              + " t={timestamp},v1={signature}");
    }
    int at = parts.indexOf(placeholders.get(0));
    return new Entry(
        text(parts.subList(0, at)),
        placeholders.get(0).kind(),
        text(parts.subList(at + 1, parts.size())));
  }

  private static String text(List<Part> parts) {
    return parts.stream().map(Part::text).collect(Collectors.joining());
  }

  boolean has(Kind kind) {
    return entries.stream().anyMatch(entry -> entry.kind() == kind);
  }

  /// What the value says; empty if it has no signature of this form, more than one time, or more
  /// entries than are looked at.
  Optional<Found> read(String value) {
    String[] pieces =
        entries.size() == 1 ? new String[] {value} : value.split(",", Verifier.MOST_SIGNATURES + 1);
    if (pieces.length > Verifier.MOST_SIGNATURES) {
      return Optional.empty();
    }
    List<String> signatures = new ArrayList<>();
    List<String> timestamps = new ArrayList<>();
    for (String piece : pieces) {
      for (Entry entry : entries) {
        entry
            .read(piece)
            .ifPresent(entry.kind() == Kind.SIGNATURE ? signatures::add : timestamps::add);
      }
    }
    if (signatures.isEmpty() || timestamps.size() > 1) {
      return Optional.empty();
    }
    return Optional.of(new Found(signatures, timestamps.isEmpty() ? "" : timestamps.get(0)));
  }

  String write(String timestamp, String signature) {
    return entries.stream()
        .map(entry -> entry.write(entry.kind() == Kind.SIGNATURE ? signature : timestamp))
        .collect(Collectors.joining(","));
  }
}
