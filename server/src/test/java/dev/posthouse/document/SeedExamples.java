package dev.posthouse.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The two examples of the document that Posthouse began with, cut out of it as they are printed.
public final class SeedExamples {
  private SeedExamples() {}

  public static String orders() {
    return cut("Webhook 名称:电子商务订单集成", "CRM 客户同步 Webhook\n");
  }

  public static String customers() {
    return cut("Webhook 名称:CRM 客户同步", "最佳实践");
  }

  private static String cut(String begin, String end) {
    try (InputStream in = SeedExamples.class.getResourceAsStream("/webhook-applet.zh-CN.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      int from = text.indexOf(begin);
      return text.substring(from, text.indexOf(end, from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
