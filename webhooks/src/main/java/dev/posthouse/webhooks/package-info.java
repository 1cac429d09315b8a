/// Signs and verifies webhooks as Standard Webhooks 1.0.0 says. A sender takes a [Signer] made from
/// [SigningSecret]s, a receiver a [Verifier] made from [VerifyingKey]s. [MessageSigner] signs as
/// RFC 9421 says, [HmacFormat] as a receiver of its own kind wants it. Knows the JDK only; every
/// class is safe for use by many threads.
@NullMarked
package dev.posthouse.webhooks;

import org.jspecify.annotations.NullMarked;
