package dev.posthouse.event;

import java.util.Locale;

/// What Posthouse itself tells a tenant: ordinary events of an ordinary type, from a source that is
/// its alone.
public enum Notice {
  ENDPOINT_FAILING,
  ENDPOINT_RECOVERED,
  ENDPOINT_DISABLED,
  DELIVERY_FAILED,
  SOURCE_SILENT,
  SOURCE_RECOVERED;

  /// Nobody else may publish from here.
  public static final String SOURCE = "posthouse";

  /// The event type.
  public String type() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /// Whether an event is one of these.
  public static boolean is(Event event) {
    return event.origin().source().equals(SOURCE);
  }
}
