package dev.posthouse.document;

import dev.posthouse.document.Key.Form;
import java.util.List;

/// The keys of a document as a whole.
final class DocumentKeys {
  static final Key WEBHOOKS =
      new Key(
          Word.of("webhooks", "Webhook 列表", "Webhooks"),
          new Kind.Groups(Section.WEBHOOK),
          Form.ENDPOINT,
          "",
          "All webhooks of the document.",
          "文档中的所有 Webhook。");

  static final Key SOURCES =
      new Key(
          Word.of("sources", "接入源列表", "接入源", "Sources"),
          new Kind.Groups(Section.SOURCE),
          Form.SOURCE,
          "",
          "Where other people's webhooks come in.",
          "接收别人的 Webhook 的接入源。");

  static final List<Key> ALL = List.of(WEBHOOKS, SOURCES);

  private DocumentKeys() {}
}
