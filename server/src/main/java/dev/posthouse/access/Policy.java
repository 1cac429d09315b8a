package dev.posthouse.access;

import dev.posthouse.rule.SearchFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a tenant wants done with events that are not as described, and what is demanded of the way
/// to its receivers.
///
/// @param unknownTypes events whose type nobody has described
/// @param invalidData events whose data do not fit the schema of their type
/// @param searchable fields of the data by which its events are found, whatever their types
public record Policy(
    Decision unknownTypes, Decision invalidData, Transport transport, SearchFields searchable) {
  public static final Policy USUAL = new Policy(Decision.WARN, Decision.WARN, Transport.ANY);

  /// Of one whose events are found by no data.
  public Policy(Decision unknownTypes, Decision invalidData, Transport transport) {
    this(unknownTypes, invalidData, transport, SearchFields.NONE);
  }

  /// What is demanded of the connections to the receivers of a tenant.
  ///
  /// @param https nothing is sent without TLS
  /// @param verified nothing is sent to a receiver whose certificate is not checked
  public record Transport(boolean https, boolean verified) {
    public static final Transport ANY = new Transport(false, false);
  }

  /// What becomes of one such event.
  public enum Decision {
    /// It is taken; nobody looks.
    ACCEPT,
    /// It is taken, and the publisher is told.
    WARN,
    REFUSE;

    public static final Map<String, Decision> WORDS =
        Arrays.stream(values()).collect(Collectors.toMap(Decision::word, decision -> decision));

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
