package dev.posthouse.rule;

/// What people read about a function of ours, beside those of CEL.
///
/// @param call its name and parameters, those in brackets may be left out
/// @param example an expression, and what it comes to as JSON for the delivery
///   `dlv_000000000001a0000000000007`
/// @param payloadsOnly whether filters cannot use it
public record TemplateFunction(
    String name,
    String call,
    String english,
    String chinese,
    String example,
    String result,
    boolean payloadsOnly) {}
