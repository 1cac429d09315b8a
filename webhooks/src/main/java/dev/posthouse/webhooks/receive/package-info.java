/// Receives other people's webhooks inside a program of one's own: [WebhookReceiver] verifies a
/// request, keeps out what was handled before by an [Inbox], calls the handler of its topic, and
/// says what to answer. Needs no web framework; every class is safe for use by many threads.
@NullMarked
package dev.posthouse.webhooks.receive;

import org.jspecify.annotations.NullMarked;
