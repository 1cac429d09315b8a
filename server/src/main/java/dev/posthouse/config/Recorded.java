package dev.posthouse.config;

/// A revision as it is read.
///
/// @param before the JSON form of what the resource was; empty if it was not there
/// @param hash in hexadecimal
public record Recorded(Revision revision, String before, String hash) {}
