package dev.posthouse.event;

/// One thing that is wrong with what somebody sent: where (a JSON pointer, empty for the whole) and
/// what to do about it.
public record Flaw(String pointer, String message) {}
