package dev.posthouse.bench.receiver;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks the signature of a sample, as Standard Webhooks describes it.
final class Signatures {
  private static final String PREFIX = "whsec_";

  private byte[] secret = {};
  long good;
  long bad;

  /// @param text `whsec_…`
  void secret(String text) {
    secret = Base64.getDecoder().decode(text.substring(PREFIX.length()));
  }

  void check(Request request, int end) {
    if (secret.length == 0) {
      return;
    }
    if (genuine(request, end)) {
      good++;
    } else {
      bad++;
    }
  }

  private boolean genuine(Request request, int end) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String head = request.webhookHeader("id") + "." + request.webhookHeader("timestamp") + ".";
      mac.update(head.getBytes(StandardCharsets.ISO_8859_1));
      mac.update(request.bytes, request.bodyStart, end - request.bodyStart);
      String wanted = "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
      return MessageDigest.isEqual(
          wanted.getBytes(StandardCharsets.ISO_8859_1),
          request.webhookHeader("signature").getBytes(StandardCharsets.ISO_8859_1));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
