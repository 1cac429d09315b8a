package dev.posthouse.access;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.SourceId;

/// Where encrypted texts are stored: every column that the vault fills. A change of keys goes
/// through all of them.
public enum Place {
  /// The credentials and signing keys of an endpoint.
  ENDPOINT("endpoint", "id", "secrets"),

  /// The tokens that are shown to the receiver of an endpoint.
  TOKEN("oauth_token", "endpoint", "sealed"),

  /// The secrets by which a source verifies.
  SOURCE("source", "id", "secrets"),

  /// The client secrets of an app of Shopify's.
  SHOPIFY_APP("shopify_app", "id", "secrets"),

  /// The token of a shop that has such an app installed.
  SHOPIFY_SHOP("shopify_shop", "id", "token"),

  /// What is remembered of the subjects of events.
  STATE("fingerprint", "id", "state");

  final String table;
  final String id;
  final String column;

  Place(String table, String id, String column) {
    this.table = table;
    this.id = id;
    this.column = column;
  }

  /// Names what the text of a row belongs to, unlike anything of another place.
  String owner(long row) {
    return switch (this) {
      case ENDPOINT -> new EndpointId(row).toString();
      case TOKEN -> "token of " + new EndpointId(row);
      case SOURCE -> new SourceId(row).toString();
      case SHOPIFY_APP -> new ShopifyAppId(row).toString();
      case SHOPIFY_SHOP -> new ShopId(row).toString();
      case STATE -> "state " + Long.toHexString(row);
    };
  }
}
