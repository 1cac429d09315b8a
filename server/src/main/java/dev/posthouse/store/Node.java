package dev.posthouse.store;

/// This process as one that writes to the database: what marks its rows, and what it knows of all
/// rows without asking.
record Node(
    long epoch,
    Backlog backlog,
    EventKeys keys,
    Fingerprints fingerprints,
    StateSeal seal,
    Counting counting,
    Lease lease) {}
