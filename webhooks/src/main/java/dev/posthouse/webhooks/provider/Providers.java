package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.change.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The providers that are known.
public final class Providers {
  private static final List<Provider> ALL =
      List.of(
          new Shopify(),
          new WooCommerce(),
          new Stripe(),
          new GitHub(),
          new GitLab(),
          new Slack(),
          new HubSpot(),
          new QuickBooks(),
          new Xero(),
          new Mailchimp(),
          new Pipedrive(),
          new Salesforce(),
          new ConstantContact(),
          new StandardWebhooks(),
          new CloudEvents());

  private static final Map<String, Provider> NAMED =
      ALL.stream().collect(Collectors.toMap(Provider::name, Function.identity()));

  private Providers() {}

  public static List<Provider> all() {
    return ALL;
  }

  /// The provider of this name, such as `shopify`.
  public static Optional<Provider> named(String name) {
    return Optional.ofNullable(NAMED.get(name));
  }

  /// The provider whose events are of types like this, such as `shopify.orders.updated`.
  public static Optional<Provider> ofType(String type) {
    int end = type.indexOf('.');
    return end < 0 ? Optional.empty() : named(type.substring(0, end));
  }

  /// See [Provider#changes]; nothing for types of nobody known.
  public static Optional<List<Change>> changes(String type, Json data) {
    return ofType(type).flatMap(provider -> provider.changes(type, data));
  }
}
