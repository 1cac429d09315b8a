/// Webhooks documents: texts in YAML, in JSON or in the Chinese short form that say which endpoints
/// and subscriptions there shall be. Read, planned, applied, and written again.
@NullMarked
package dev.posthouse.document;

import org.jspecify.annotations.NullMarked;
