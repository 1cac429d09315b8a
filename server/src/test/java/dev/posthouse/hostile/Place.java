package dev.posthouse.hostile;

/// Where, and behind which TLS, a misbehaving receiver is found.
enum Place {
  HTTP,
  /// Nobody listens there.
  CLOSED_PORT,
  /// Somebody listens and accepts no connection.
  FULL_BACKLOG,
  /// A URL of `https` where no TLS is spoken.
  HTTPS_WITHOUT_TLS,
  /// TLS with a certificate that the endpoint trusts.
  TRUSTED_TLS,
  SELF_SIGNED_TLS,
  EXPIRED_TLS,
  TLS_FOR_ANOTHER_HOST,
  /// Speaks TLS 1.1 at most.
  OLD_TLS;

  boolean https() {
    return switch (this) {
      case HTTP, CLOSED_PORT, FULL_BACKLOG -> false;
      case HTTPS_WITHOUT_TLS,
          TRUSTED_TLS,
          SELF_SIGNED_TLS,
          EXPIRED_TLS,
          TLS_FOR_ANOTHER_HOST,
          OLD_TLS ->
          true;
    };
  }
}
