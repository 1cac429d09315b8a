package dev.posthouse.cli;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What came of passing an event on: what the program answered, or why it got nothing.
sealed interface Forwarded {
  record Answered(Forwarder.Answered answer) implements Forwarded {}

  record Failed(String why) implements Forwarded {}

  default ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (this) {
      case Answered(var answer) ->
          json.put("status", answer.status())
              .put("milliseconds", answer.milliseconds())
              .put("body", answer.body());
      case Failed(var why) -> json.put("error", why);
    };
  }

  default void print(Desk desk) {
    switch (this) {
      case Answered(var answer) -> {
        String line = desk.words().say("listen.answered", answer.status(), answer.milliseconds());
        desk.print(answer.good() ? Paint.GREEN : Paint.RED, "  " + line);
        if (!answer.good() && !answer.body().isEmpty()) {
          desk.print("  " + answer.shortBody());
        }
      }
      case Failed(var why) -> desk.print(Paint.RED, "  " + why);
    }
  }
}
