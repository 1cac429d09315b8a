package dev.posthouse.shopify;

import dev.posthouse.access.Secret;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An app of Shopify's that many shops install.
///
/// @param revision the number of the record that made it what it is
/// @param secrets the client secrets, the newest first: it is shown to Shopify, any of them is
///   believed
/// @param source where the webhooks of its shops come in
/// @param url how Shopify and browsers reach this house, without a slash at the end
/// @param registering by whom its topics are registered
/// @param expiring whether tokens are asked for that end after an hour
/// @param landing where a browser is sent after an installation; empty: it is shown a page of ours
public record ShopifyApp(
    ShopifyAppId id,
    TenantId tenant,
    long revision,
    String name,
    String clientId,
    List<Secret> secrets,
    List<String> scopes,
    List<Topic> topics,
    SourceId source,
    String url,
    String apiVersion,
    Registering registering,
    boolean expiring,
    String landing) {
  public ShopifyApp {
    secrets = List.copyOf(secrets);
    scopes = List.copyOf(scopes);
    topics = List.copyOf(topics);
  }

  /// By whom topics are registered.
  public enum Registering {
    /// By us, in each shop.
    API,
    /// By whoever deploys the app with its `shopify.app.toml`, for all shops at once.
    TOML
  }

  /// Where a browser begins an installation.
  public String installUrl() {
    return url + path() + "/install";
  }

  /// Where Shopify sends it back to.
  public String callbackUrl() {
    return url + path() + "/callback";
  }

  String path() {
    return "/shopify/" + id;
  }

  /// The topics with the one that tells of an end, which no app can do without.
  List<Topic> allTopics() {
    var all = new ArrayList<>(topics);
    if (topics.stream().noneMatch(topic -> topic.name().equals(Topic.UNINSTALLED))) {
      all.add(Topic.plain(Topic.UNINSTALLED));
    }
    return all;
  }

  /// What is wanted of a shop and was not granted. Writing includes reading (`AuthScopes` of
  /// shopify-app-js).
  List<String> missing(List<String> granted) {
    Set<String> had = new LinkedHashSet<>(granted);
    granted.forEach(scope -> implied(scope).ifPresent(had::add));
    return scopes.stream().filter(scope -> !had.contains(scope)).toList();
  }

  private static Optional<String> implied(String scope) {
    String read = scope.replaceFirst("^(unauthenticated_)?write_", "$1read_");
    return read.equals(scope) ? Optional.empty() : Optional.of(read);
  }

  /// Names it and nothing else.
  @Override
  public String toString() {
    return id + " (" + name + ")";
  }
}
