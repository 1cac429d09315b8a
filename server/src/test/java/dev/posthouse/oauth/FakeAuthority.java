package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.json.Json;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Reply;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// An authorization server that gives out numbered tokens, rotates refresh tokens and takes each of
/// those once, or fails on command.
final class FakeAuthority implements Inquiries {
  final List<Map<String, String>> forms = new ArrayList<>();
  final List<Inquiry> inquiries = new ArrayList<>();
  String refresh = "refresh-0";
  boolean rotates = true;
  boolean away;
  String error = "";
  Duration retryAfter = Duration.ZERO;
  long lifetime = 3600;
  Runnable meanwhile = () -> {};

  @Override
  public Reply ask(Inquiry inquiry) throws IOException {
    Map<String, String> form = form(new String(inquiry.body(), UTF_8));
    forms.add(form);
    inquiries.add(inquiry);
    meanwhile.run();
    if (away) {
      throw new IOException("nobody is at home");
    }
    boolean refreshing = "refresh_token".equals(form.get("grant_type"));
    if (refreshing && !refresh.equals(form.get("refresh_token"))) {
      return reply(400, Json.object().put("error", "invalid_grant"));
    }
    if (!error.isEmpty()) {
      ObjectNode why = Json.object().put("error", error).put("error_description", "s3cret");
      return new Reply(400, Json.bytes(why), retryAfter);
    }
    ObjectNode token = Json.object().put("access_token", "access-" + forms.size());
    token.put("token_type", "bearer").put("expires_in", lifetime);
    if (refreshing && rotates) {
      refresh = "refresh-" + forms.size();
      token.put("refresh_token", refresh);
    }
    return reply(200, token);
  }

  private static Reply reply(int status, ObjectNode json) {
    return new Reply(status, Json.bytes(json));
  }

  private static Map<String, String> form(String body) {
    var form = new HashMap<String, String>();
    for (String field : List.of(body.split("&", -1))) {
      int at = field.indexOf('=');
      form.put(field.substring(0, at), URLDecoder.decode(field.substring(at + 1), UTF_8));
    }
    return form;
  }
}
