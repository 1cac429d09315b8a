package dev.posthouse.config;

import java.time.Duration;

/// At most `starts` starts in any sliding window, no burst above it.
public record Rate(int starts, Duration window) {}
