package dev.posthouse.process;

/// One attempt as its receiver saw it. Times are by `System.nanoTime()`.
///
/// @param delivery its `webhook-id`
/// @param attempt its number, as the sender counts
/// @param answered when the answer was begun
/// @param status of the answer; 0 if there was none
/// @param genuine whether its signature is right
record Arrival(
    Addressee addressee,
    Letter letter,
    String delivery,
    String event,
    int attempt,
    long arrived,
    long answered,
    int status,
    boolean genuine) {}
