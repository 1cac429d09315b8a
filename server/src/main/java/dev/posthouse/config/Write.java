package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.EventTypeForm;
import dev.posthouse.json.Json;
import java.util.Optional;

/// One step of a change: what a resource becomes, or that it goes. Each makes one revision.
sealed interface Write {
  /// @param shown the name of the secret that the answer shows; empty for none
  record PutEndpoint(Endpoint endpoint, Action action, String shown) implements Write {
    PutEndpoint(Endpoint endpoint, Action action) {
      this(endpoint, action, "");
    }
  }

  record PutSubscription(Subscription subscription, Action action) implements Write {}

  record DropEndpoint(Endpoint endpoint) implements Write {}

  record DropSubscription(Subscription subscription) implements Write {}

  record PutEventType(EventType type, Action action) implements Write {}

  /// Its versions stay.
  record DropEventType(EventType type) implements Write {}

  default TenantId tenant() {
    return switch (this) {
      case PutEndpoint put -> put.endpoint().tenant();
      case PutSubscription put -> put.subscription().tenant();
      case DropEndpoint drop -> drop.endpoint().tenant();
      case DropSubscription drop -> drop.subscription().tenant();
      case PutEventType put -> put.type().tenant();
      case DropEventType drop -> drop.type().tenant();
    };
  }

  default Revision.Kind kind() {
    return switch (this) {
      case PutEndpoint put -> Revision.Kind.ENDPOINT;
      case PutSubscription put -> Revision.Kind.SUBSCRIPTION;
      case DropEndpoint drop -> Revision.Kind.ENDPOINT;
      case DropSubscription drop -> Revision.Kind.SUBSCRIPTION;
      case PutEventType put -> Revision.Kind.EVENT_TYPE;
      case DropEventType drop -> Revision.Kind.EVENT_TYPE;
    };
  }

  default long resource() {
    return switch (this) {
      case PutEndpoint put -> put.endpoint().id().value();
      case PutSubscription put -> put.subscription().id().value();
      case DropEndpoint drop -> drop.endpoint().id().value();
      case DropSubscription drop -> drop.subscription().id().value();
      case PutEventType put -> put.type().id().value();
      case DropEventType drop -> drop.type().id().value();
    };
  }

  default Action action() {
    return switch (this) {
      case PutEndpoint put -> put.action();
      case PutSubscription put -> put.action();
      case DropEndpoint drop -> Action.DELETED;
      case DropSubscription drop -> Action.DELETED;
      case PutEventType put -> put.action();
      case DropEventType drop -> Action.DELETED;
    };
  }

  /// What an answer calls the secret that it shows; empty for none.
  static String shown(Optional<Secret> secret) {
    return secret.isPresent() ? "signingSecret" : "";
  }

  /// The name of the secret that is shown with the answer; empty for none.
  default String secretShown() {
    return this instanceof PutEndpoint put ? put.shown() : "";
  }

  /// The JSON form of what the resource becomes, empty if it goes.
  default String doc() {
    return switch (this) {
      case PutEndpoint put -> Json.text(EndpointForm.write(put.endpoint()));
      case PutSubscription put -> Json.text(SubscriptionForm.write(put.subscription()));
      case DropEndpoint drop -> "";
      case DropSubscription drop -> "";
      case PutEventType put -> Json.text(EventTypeForm.write(put.type()));
      case DropEventType drop -> "";
    };
  }
}
