package dev.posthouse.web;

/// Answers one kind of request. Plain blocking code.
@FunctionalInterface
interface Handler {
  Answer answer(Call call) throws InterruptedException;
}
