package dev.posthouse.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// The two webhooks of the demonstration, in English and in Chinese.
public enum DemoDocument {
  ENGLISH("webhooks.yaml", "Shop orders"),
  CHINESE("webhooks.zh-CN.yaml", "电商订单集成");

  private final String file;
  private final String first;

  DemoDocument(String file, String first) {
    this.file = file;
    this.first = first;
  }

  /// The one that was applied at an earlier start, else that of the caller's language.
  ///
  /// @param exists whether there is an endpoint of this name
  public static DemoDocument of(boolean chinese, Predicate<String> exists) {
    for (DemoDocument document : values()) {
      if (exists.test(document.first)) {
        return document;
      }
    }
    return chinese ? CHINESE : ENGLISH;
  }

  public byte[] bytes() {
    try (InputStream in = Objects.requireNonNull(DemoDocument.class.getResourceAsStream(file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What its placeholders stand for when its receiver listens there.
  public static Map<String, String> values(InetSocketAddress receiver) {
    String base = "http://" + receiver.getAddress().getHostAddress() + ":" + receiver.getPort();
    return Map.of("SHOP_URL", base + "/shop/orders", "CRM_URL", base + "/crm/customers");
  }
}
