package dev.posthouse.cli;

/// The server that runs from this folder, as its data folder tells it to whoever may read that.
///
/// @param url where it listens; empty where none runs
/// @param key its admin key; empty where that cannot be read
/// @param tenant whom to act for if nobody is named; empty for the default
public record Local(String url, String key, String tenant) {
  public static final Local NONE = new Local("", "", "");
}
