/// Signs and verifies webhooks. A sender takes a [Signer] of Standard Webhooks made from
/// [SigningSecret]s, or [MessageSigner], which signs as RFC 9421 says, or [HmacFormat], which signs
/// as a receiver of its own kind wants it. A receiver takes a [Scheme], which says how other
/// people's senders prove who they are, and makes a [Verifier] of it and the secrets. Knows the JDK
/// only; every class is safe for use by many threads.
@NullMarked
package dev.posthouse.webhooks;

import org.jspecify.annotations.NullMarked;
