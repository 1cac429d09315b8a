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

  static final List<Key> ALL = List.of(WEBHOOKS);

  private DocumentKeys() {}
}
