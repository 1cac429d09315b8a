package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Digest;
import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// GitHub (docs.github.com, "Validating webhook deliveries"; `octokit/webhooks-methods.js`). It
/// signs only if the webhook has a secret. As a form, the body is signed as it is sent, and the
/// event stands in `payload`. Known by `X-GitHub-Delivery`, the same when a delivery is repeated.
final class GitHub implements Provider {
  @Override
  public String name() {
    return "github";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "GitHub",
        Evidence.VENDOR_SOFTWARE,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(10),
        List.of("deliveryId", Draft.BODY),
        "docs.github.com: Validating webhook deliveries; Webhook events and payloads");
  }

  @Override
  public Map<String, Scheme> schemes() {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    schemes.put("sha256", HmacScheme.in("X-Hub-Signature-256", "sha256={signature}"));
    schemes.put(
        "sha1", HmacScheme.in("X-Hub-Signature", "sha1={signature}").with(Digest.HMAC_SHA1));
    return schemes;
  }

  @Override
  public Reading read(Request request) {
    String name = request.header("X-GitHub-Event").orElse("");
    if (name.isEmpty()) {
      return new Reading.Unreadable("The header X-GitHub-Event is missing");
    }
    try {
      byte[] data = request.body();
      if (Bodies.isForm(request)) {
        data = Form.read(data).first("payload").orElse("").getBytes(UTF_8);
      }
      Json body = Json.read(data);
      String action = body.textAt("action");
      String delivery = request.header("X-GitHub-Delivery").orElse("");
      return new Draft("github", action.isEmpty() ? name : name + "." + action, data)
          .subject(subject(body))
          .time(Times.text(Bodies.first(body, "issue.updated_at", "pull_request.updated_at")))
          .key("deliveryId", delivery)
          .attribute("deliveryid", delivery)
          .attribute("hookid", request.header("X-GitHub-Hook-ID").orElse(""))
          .attribute("repository", body.textAt("repository.full_name"))
          .attribute("organization", body.textAt("organization.login"))
          .attribute("installationid", body.textAt("installation.id"))
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  /// `changes` of `edited` and the like holds what was before, in pairs with `from`
  /// (docs.github.com, "Webhook events and payloads"); what is now stands in the object that the
  /// event is about.
  @Override
  public Optional<List<Change>> changes(String type, Json data) {
    Json about = about(type, data);
    Telling.Now now = path -> about.at(path).or(() -> data.at(path));
    return data.at("changes").flatMap(told -> Telling.pairs(told, "from", "to", now));
  }

  /// `github.issues.edited` is about `issue`, `github.issue_comment.edited` about `comment`.
  private static Json about(String type, Json data) {
    String[] words = type.split("\\.", 3);
    String name = words.length < 2 ? "" : words[1];
    String one = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    return data.at(name)
        .or(() -> data.at(one))
        .or(() -> data.at(name.substring(name.lastIndexOf('_') + 1)))
        .orElse(Json.NOTHING);
  }

  private static String subject(Json body) {
    String repository = body.textAt("repository.full_name");
    String issue = body.textAt("issue.number");
    String pull = body.textAt("pull_request.number");
    if (!repository.isEmpty() && !pull.isEmpty()) {
      return repository + "/pull/" + pull;
    }
    if (!repository.isEmpty() && !issue.isEmpty()) {
      return repository + "/issues/" + issue;
    }
    return repository.isEmpty() ? body.textAt("organization.login") : repository;
  }
}
