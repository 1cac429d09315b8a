/// Endpoints, subscriptions and their revisions: what an operator has said.
@NullMarked
package dev.posthouse.config;

import org.jspecify.annotations.NullMarked;
