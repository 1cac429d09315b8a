/// OAuth 2.0 and OpenID Connect: tokens of an issuer that people and services show us, and tokens
/// that we show to receivers.
@NullMarked
package dev.posthouse.oauth;

import org.jspecify.annotations.NullMarked;
