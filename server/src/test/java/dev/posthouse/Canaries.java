package dev.posthouse;

import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Reply;
import dev.posthouse.oauth.KeyFiles;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Secrets that are found again wherever they went; also those that an authorization server gives.
final class Canaries implements Inquiries {
  final Set<String> all = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Queue<String> requests;

  /// @param requests where what is asked is noted
  Canaries(Queue<String> requests) {
    this.requests = requests;
  }

  /// A new one, full of characters that encodings change.
  synchronized String make(String what) {
    if (what.endsWith("/privateKey")) {
      String pem = KeyFiles.pem(KeyFiles.ec("secp256r1"));
      pem.lines().filter(line -> !line.startsWith("-")).forEach(all::add);
      return pem;
    }
    String secret = "Cnry" + all.size() + "~%/+?&=\\" + Integer.toHexString(what.hashCode());
    all.add(secret);
    return secret;
  }

  @Override
  public Reply ask(Inquiry inquiry) {
    requests.add(new String(inquiry.body(), StandardCharsets.UTF_8));
    ObjectNode token = JsonMapper.shared().createObjectNode();
    token.put("access_token", make("access")).put("refresh_token", make("refresh"));
    return new Reply(200, token.toString().getBytes(StandardCharsets.UTF_8));
  }
}
