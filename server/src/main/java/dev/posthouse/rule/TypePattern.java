package dev.posthouse.rule;

/// Which event types are wanted. SKELETON: being written.
public record TypePattern(String text) {}
