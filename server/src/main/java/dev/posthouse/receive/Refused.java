package dev.posthouse.receive;

import java.time.Instant;
import java.util.Map;

/// One request that a source refused.
///
/// @param reason a word that stays the same, such as `mismatch`
/// @param detail for people
/// @param headers as they are kept, credentials as `***`
/// @param body its first bytes
/// @param size of the whole body; 0 if it was not read
public record Refused(
    Instant at,
    String reason,
    String detail,
    String client,
    String method,
    Map<String, String> headers,
    byte[] body,
    int size) {}
