package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.posthouse.webhooks.Signer;
import dev.posthouse.webhooks.SigningSecret;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.VerifyingKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Lines as the three headers of a signed message, a key, and the body. In the line of signatures
/// `$` stands for the right one.
public final class SignatureFuzz {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
  private static final int LINES = 5;

  /// The keys that messages show as examples.
  private static final Pattern EXAMPLE = Pattern.compile("such as whs?[a-z]+_\\S+");

  /// Texts that any message may hold by chance.
  private static final int SHORT = 24;

  private static final SigningSecret SHARED =
      SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final Signer SIGNER = Signer.of(SHARED);
  private static final SigningSecret OTHER =
      SigningSecret.parse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
  private static final Verifier VERIFIER =
      Verifier.of(SHARED.verifyingKey(), OTHER.verifyingKey()).acceptingSvixNames();

  private SignatureFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = new String(input, ISO_8859_1).split("\n", LINES);
    if (lines.length < LINES) {
      return;
    }
    byte[] body = lines[4].getBytes(ISO_8859_1);
    String right = right(lines[0], lines[1], body);
    String signatures = lines[2].replace("$", right);
    Map<String, List<String>> headers =
        Map.of(
            "Webhook-Id", List.of(lines[0]),
            "webhook-timestamp", List.of(lines[1]),
            "WEBHOOK-SIGNATURE", List.of(signatures));
    boolean verified =
        Bounded.timed(() -> VERIFIER.verify(headers, NOW, body)) instanceof Verification.Verified;
    Bounded.require(
        !verified || Arrays.asList(signatures.split(" ", -1)).contains(right),
        "believed without the right signature");
    key(lines[3]);
  }

  /// Empty if nothing of that kind can be signed.
  private static String right(String id, String timestamp, byte[] body) {
    try {
      return SIGNER.sign(id, Long.parseLong(timestamp), body);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static void key(String text) {
    try {
      Bounded.timed(() -> VerifyingKey.parse(text));
    } catch (IllegalArgumentException e) {
      String message = EXAMPLE.matcher(String.valueOf(e.getMessage())).replaceAll("");
      Bounded.require(text.length() < SHORT || !message.contains(text), "told a key: " + message);
    }
  }
}
