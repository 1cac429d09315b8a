package dev.posthouse.access;

/// A key that was just made. Its secret is shown this once.
public record NewKey(ApiKey key, Secret secret) {}
