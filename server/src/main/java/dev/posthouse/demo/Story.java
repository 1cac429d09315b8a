package dev.posthouse.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A business that goes on: orders, customers, payments, stock and purchasing, one event after the
/// other. Each is the sample of its type with names, numbers and amounts of its own.
public final class Story {
  private static final List<String> CUSTOMERS =
      List.of(
          "Kedai Elektronik Seri Bintang Sdn. Bhd.",
          "深圳联发电路有限公司",
          "Northwind Traders Ltd.",
          "槟城茶室",
          "Müller & Söhne GmbH",
          "Pasar Segar Ipoh");

  /// An amount below what the shop's filter wants.
  private static final BigDecimal SMALL = new BigDecimal("48.90");

  private final Function<String, JsonNode> samples;
  private final RandomGenerator dice;
  private int told;
  private int number;

  /// @param samples the sample of an event type, by its name
  /// @param number of the order before the first one
  public Story(Function<String, JsonNode> samples, RandomGenerator dice, int number) {
    this.samples = samples;
    this.dice = dice;
    this.number = number;
  }

  /// An event as it is published.
  public record Told(String type, String subject, ObjectNode data) {}

  private enum Scene {
    ORDER("sales_order.created"),
    CUSTOMER("customer.created"),
    PAYMENT("payment.received"),
    STOCK("inventory.updated"),
    CONFIRMED("sales_order.updated"),
    MOVED("customer.updated"),
    SMALL_ORDER("sales_order.created"),
    SECOND_PAYMENT("payment.received"),
    GOODS("goods_receipt.created"),
    CANCELLED("sales_order.cancelled");

    private final String type;

    Scene(String type) {
      this.type = type;
    }
  }

  /// What happens next. Not for several threads.
  public Told next() {
    Scene scene = Scene.values()[told++ % Scene.values().length];
    ObjectNode data = (ObjectNode) samples.apply(scene.type).deepCopy();
    String subject =
        switch (scene) {
          case ORDER -> order(data, true, amount());
          case SMALL_ORDER -> order(data, true, SMALL);
          case CONFIRMED, CANCELLED -> order(data, false, amount());
          case PAYMENT, SECOND_PAYMENT -> payment(data);
          case CUSTOMER, MOVED -> customer(data);
          case STOCK -> stock(data);
          case GOODS -> goods(data);
        };
    return new Told(scene.type, subject, data);
  }

  private String order(ObjectNode data, boolean fresh, BigDecimal total) {
    number += fresh ? 1 : 0;
    ObjectNode order = (ObjectNode) data.path("order");
    order.put("id", "so_" + number);
    order.put("number", "SO-" + number);
    order.put("customer_name", customer());
    order.put("total", total);
    return "sales_order/SO-" + number;
  }

  private String payment(ObjectNode data) {
    BigDecimal amount = amount();
    order(data, false, amount);
    ObjectNode payment = (ObjectNode) data.path("payment");
    payment.put("id", "pay_" + (number + told));
    payment.put("amount", amount);
    payment.put("reference", "INV-" + number);
    return "payment/pay_" + (number + told);
  }

  private String customer(ObjectNode data) {
    ObjectNode customer = (ObjectNode) data.path("customer");
    customer.put("id", "cus_" + number);
    customer.put("code", "C-" + number);
    customer.put("name", customer());
    return "customer/C-" + number;
  }

  private String stock(ObjectNode data) {
    int sold = 1 + dice.nextInt(9);
    int left = 20 + dice.nextInt(60);
    data.put("delta", -sold);
    data.put("on_hand", left + sold);
    data.put("available", left);
    return "item/" + data.path("item").path("sku").asString("");
  }

  private String goods(ObjectNode data) {
    ((ObjectNode) data.path("receipt")).put("number", "GR-" + number);
    return "goods_receipt/GR-" + number;
  }

  private String customer() {
    return CUSTOMERS.get(dice.nextInt(CUSTOMERS.size()));
  }

  /// Above what the shop's filter wants; to the cent.
  private BigDecimal amount() {
    return BigDecimal.valueOf(12_000 + dice.nextInt(480_000), 2);
  }
}
