package dev.posthouse.webhooks.provider;

import java.util.List;
import java.util.Optional;

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

  private Providers() {}

  public static List<Provider> all() {
    return ALL;
  }

  /// The provider of this name, such as `shopify`.
  public static Optional<Provider> named(String name) {
    return ALL.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }
}
