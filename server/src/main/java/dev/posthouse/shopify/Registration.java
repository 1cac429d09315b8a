package dev.posthouse.shopify;

import dev.posthouse.json.Json;
import dev.posthouse.shopify.Plan.Listed;
import dev.posthouse.shopify.Plan.Step;
import dev.posthouse.shopify.Shop.Registered;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings the subscriptions of a shop to what is wanted. Done again it changes nothing; broken off
/// it goes on from what the shop has by then.
///
/// @param still whether it is still wanted at all
record Registration(Admin admin, BooleanSupplier still) {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final int MOST_PAGES = 40;
  private static final String LIST =
      """
      query($after: String) {
        webhookSubscriptions(first: 100, after: $after) {
          edges { node { id topic uri filter includeFields metafieldNamespaces } }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;
  private static final String CREATE =
      """
      mutation($topic: WebhookSubscriptionTopic!, $with: WebhookSubscriptionInput!) {
        webhookSubscriptionCreate(topic: $topic, webhookSubscription: $with) {
          webhookSubscription { id }
          userErrors { field message }
        }
      }
      """;
  private static final String UPDATE =
      """
      mutation($id: ID!, $with: WebhookSubscriptionInput!) {
        webhookSubscriptionUpdate(id: $id, webhookSubscription: $with) {
          webhookSubscription { id }
          userErrors { field message }
        }
      }
      """;
  private static final String DELETE =
      """
      mutation($id: ID!) {
        webhookSubscriptionDelete(id: $id) {
          deletedWebhookSubscriptionId
          userErrors { field message }
        }
      }
      """;

  /// What came of it.
  ///
  /// @param registered what leads to us now
  /// @param problems a sentence for each step that the shop declined
  /// @param broken why it was not brought to its end
  record Result(List<Registered> registered, List<String> problems, Optional<IOException> broken) {}

  /// @param uri where webhooks come in
  /// @param before what we registered before
  Result run(List<Subscribed> wanted, String uri, List<Registered> before) {
    var now = new ArrayList<Registered>(before);
    var problems = new ArrayList<String>();
    try {
      Set<String> known = before.stream().map(Registered::id).collect(Collectors.toSet());
      Plan plan = Plan.of(wanted, listed(), uri, known);
      Set<String> touched = touched(plan);
      now.removeIf(each -> !touched.contains(each.id()));
      plan.kept().forEach(kept -> put(now, kept.id(), kept.what().topic()));
      for (Step step : plan.steps()) {
        take(step, now, problems);
      }
      return new Result(now, problems, Optional.empty());
    } catch (IOException e) {
      return new Result(now, problems, Optional.of(e));
    }
  }

  /// What the shop has of us at the beginning.
  private static Set<String> touched(Plan plan) {
    var ids = plan.kept().stream().map(Listed::id).collect(Collectors.toSet());
    for (Step step : plan.steps()) {
      switch (step) {
        case Step.Update update -> ids.add(update.id());
        case Step.Delete delete -> ids.add(delete.id());
        case Step.Create create -> {}
      }
    }
    return ids;
  }

  private List<Listed> listed() throws IOException {
    var all = new ArrayList<Listed>();
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      ObjectNode variables = Json.object();
      if (after.isEmpty()) {
        variables.putNull("after");
      } else {
        variables.put("after", after);
      }
      JsonNode found = admin.ask(LIST, variables).path("webhookSubscriptions");
      if (!found.path("edges").isArray()) {
        throw new Failure("the shop did not list its subscriptions");
      }
      found.path("edges").forEach(edge -> all.add(listed(edge.path("node"))));
      after = found.at("/pageInfo/endCursor").asString("");
      if (!found.at("/pageInfo/hasNextPage").asBoolean(false) || after.isEmpty()) {
        return all;
      }
    }
    throw new Failure("the shop has more than " + MOST_PAGES + " pages of subscriptions");
  }

  private static Listed listed(JsonNode node) {
    return new Listed(
        node.path("id").asString(""),
        new Subscribed(
            node.path("topic").asString(""),
            node.path("uri").asString(""),
            node.path("filter").asString(""),
            texts(node.path("includeFields")),
            texts(node.path("metafieldNamespaces"))));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(text -> text.asString("")).toList();
  }

  private void take(Step step, List<Registered> now, List<String> problems) throws IOException {
    if (!still.getAsBoolean()) {
      throw new Failure("the shop has uninstalled the app");
    }
    try {
      switch (step) {
        case Step.Create create -> put(now, created(create), create.topic());
        case Step.Update update -> put(now, updated(update), update.topic());
        case Step.Delete delete -> {
          var _ = admin.change("webhookSubscriptionDelete", DELETE, id(delete.id()));
          now.removeIf(each -> each.id().equals(delete.id()));
        }
      }
      LOG.info(
          "shopify shop={} topic={} done={}",
          admin.domain(),
          step.topic(),
          step.getClass().getSimpleName());
    } catch (Admin.Declined e) {
      problems.add(step.topic() + ": " + e.getMessage());
    }
  }

  private String created(Step.Create create) throws IOException {
    ObjectNode variables = Json.object().put("topic", create.topic());
    ObjectNode with = variables.putObject("with");
    write(with, create.what());
    if (create.what().includeFields().isEmpty()) {
      with.remove("includeFields");
    }
    if (create.what().metafieldNamespaces().isEmpty()) {
      with.remove("metafieldNamespaces");
    }
    return named(admin.change("webhookSubscriptionCreate", CREATE, variables));
  }

  private String updated(Step.Update update) throws IOException {
    ObjectNode variables = id(update.id());
    write(variables.putObject("with"), update.what());
    return named(admin.change("webhookSubscriptionUpdate", UPDATE, variables));
  }

  private static void write(ObjectNode with, Subscribed what) {
    with.put("uri", what.uri());
    if (!what.filter().isEmpty()) {
      with.put("filter", what.filter());
    }
    what.includeFields().forEach(with.putArray("includeFields")::add);
    what.metafieldNamespaces().forEach(with.putArray("metafieldNamespaces")::add);
  }

  /// As the vendor's own libraries judge it: without a subscription nothing was done.
  private static String named(JsonNode result) throws Admin.Declined {
    String id = result.at("/webhookSubscription/id").asString("");
    if (id.isEmpty()) {
      throw new Admin.Declined("the shop did nothing");
    }
    return id;
  }

  private static ObjectNode id(String id) {
    return Json.object().put("id", id);
  }

  private static void put(List<Registered> now, String id, String topic) {
    now.removeIf(each -> each.id().equals(id));
    now.add(new Registered(id, topic));
  }
}
