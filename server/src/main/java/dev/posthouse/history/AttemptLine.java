package dev.posthouse.history;

import dev.posthouse.event.AttemptId;
import dev.posthouse.event.Header;
import dev.posthouse.event.Timings;
import java.time.Instant;
import java.util.List;

/// One attempt as it was recorded.
///
/// @param cause `schedule` or `manual`
/// @param missing fields that the payload names and the event does not have
/// @param outcome the kind: `answered`, `timed_out`, `unreachable`, `unsent`
/// @param status the receiver's, 0 if it did not answer
/// @param detail what went wrong, empty for an answer
/// @param head the beginning of the answer's body
/// @param size how much of that body was read
/// @param rule the error rule that judged it; empty where none did
public record AttemptLine(
    AttemptId id,
    int number,
    String cause,
    Instant started,
    Timings timings,
    String url,
    List<Header> request,
    List<String> missing,
    String outcome,
    int status,
    String detail,
    List<Header> response,
    byte[] head,
    long size,
    String rule) {}
