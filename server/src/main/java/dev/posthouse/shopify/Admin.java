package dev.posthouse.shopify;

import dev.posthouse.access.Secret;
import dev.posthouse.event.Header;
import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Reply;
import dev.posthouse.net.Trust;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The Admin GraphQL API of one shop. An answer with `errors` is a failure, whatever its status; so
/// is a mutation with `userErrors`, and one without a result (`graphql` and `webhooks/register` of
/// shopify-app-js).
record Admin(Inquiries inquiries, String domain, String version, Secret token) {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;

  /// The `data` of an answer.
  ///
  /// @throws IOException in words for people; a [Failure] with a pause if it is asked too much
  JsonNode ask(String query, ObjectNode variables) throws IOException {
    ObjectNode body = Json.object().put("query", query);
    body.set("variables", variables);
    Reply reply =
        inquiries.ask(
            new Inquiry(
                "POST",
                URI.create("https://" + domain + "/admin/api/" + version + "/graphql.json"),
                List.of(
                    new Header("Content-Type", "application/json"),
                    new Header("X-Shopify-Access-Token", token.reveal())),
                Json.bytes(body),
                Trust.DEFAULT,
                Grants.TIMEOUT));
    refuse(reply);
    JsonNode answer;
    try {
      answer = Json.parse(reply.body());
    } catch (Malformed e) {
      throw new Failure("the shop answered without JSON");
    }
    refuseErrors(answer);
    return answer.path("data");
  }

  private static void refuse(Reply reply) throws Failure {
    int status = reply.status();
    if (status == TOO_MANY) {
      throw Failure.throttled(reply.retryAfter());
    } else if (status == UNAUTHORIZED || status == FORBIDDEN) {
      throw new Failure("the shop does not take our token (" + status + "); install the app again");
    } else if (status != OK) {
      throw new Failure("the shop answered " + status);
    }
  }

  private static void refuseErrors(JsonNode answer) throws Failure {
    JsonNode errors = answer.path("errors");
    if (errors.isMissingNode() || errors.isNull() || (errors.isArray() && errors.isEmpty())) {
      return;
    }
    boolean throttled =
        errors
            .valueStream()
            .anyMatch(e -> e.at("/extensions/code").asString("").equals("THROTTLED"));
    if (throttled) {
      throw Failure.throttled(untilRestored(answer.at("/extensions/cost")));
    }
    String why =
        errors.isArray()
            ? errors.valueStream().map(Admin::message).collect(Collectors.joining("; "))
            : errors.asString("");
    throw new Failure("the shop refuses: " + Texts.shown(why));
  }

  /// Until the bucket holds what the query costs (shopify.dev, "Shopify API limits").
  private static Duration untilRestored(JsonNode cost) {
    double missing =
        cost.path("requestedQueryCost").asDouble(0)
            - cost.at("/throttleStatus/currentlyAvailable").asDouble(0);
    double rate = cost.at("/throttleStatus/restoreRate").asDouble(0);
    double seconds = rate > 0 ? Math.clamp(missing / rate, 0, 86_400) : 0;
    return Duration.ofMillis((long) (seconds * 1_000));
  }

  private static String message(JsonNode error) {
    return error.path("message").asString("");
  }

  /// What a mutation came to.
  ///
  /// @param field its name in `data`
  /// @throws IOException as [#ask] does, and if the shop's answer says why it did nothing
  JsonNode change(String field, String mutation, ObjectNode variables) throws IOException {
    JsonNode result = ask(mutation, variables).path(field);
    JsonNode errors = result.path("userErrors");
    if (!errors.isArray() || !errors.isEmpty()) {
      String why = errors.valueStream().map(Admin::message).collect(Collectors.joining("; "));
      throw new Declined(Texts.shown(why.isEmpty() ? "the shop did nothing" : why));
    }
    return result;
  }

  /// One step was declined; others may be taken.
  static final class Declined extends IOException {
    private static final long serialVersionUID = 1;

    Declined(String why) {
      super(why);
    }
  }
}
