package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.KeyScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.body.Xml;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Salesforce outbound messages (developer.salesforce.com, "Outbound Messaging"): SOAP with 1 to
/// 100 notifications, and an acknowledgement in SOAP. Nothing is signed: the secret is the
/// organisation's id of 18 characters as the message has it, which is no secret, so keep the
/// address secret too and accept its IP addresses only. A notification becomes JSON with the fields
/// of its record as texts; the session id is dropped. Attempts come out of order and hold the
/// newest values of the record.
final class Salesforce implements Provider {
  private static final String ORGANIZATION = "OrganizationId";

  @Override
  public String name() {
    return "salesforce";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Salesforce outbound messages",
        Evidence.NOT_SIGNED,
        Evidence.DOCUMENTED,
        Duration.ZERO,
        List.of("notificationId", Draft.BODY),
        "developer.salesforce.com: Outbound Messaging");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of("organization", new KeyScheme(KeyScheme.Place.XML_ELEMENT, ORGANIZATION, ""));
  }

  @Override
  public Reading read(Request request) {
    try {
      Xml notifications =
          Xml.read(request.body())
              .first("notifications")
              .orElseThrow(() -> new Malformed("The message has no notifications"));
      List<ProviderEvent> events = new ArrayList<>();
      for (Xml notification : notifications.all("Notification")) {
        events.add(event(notifications, notification));
      }
      return new Reading.Events(events);
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static ProviderEvent event(Xml notifications, Xml notification) throws Malformed {
    Xml record =
        notification.all("sObject").stream()
            .findFirst()
            .orElseThrow(() -> new Malformed("A notification has no sObject"));
    String type = record.attributes().getOrDefault("type", "");
    String kind = type.substring(type.indexOf(':') + 1);
    String organization = text(notifications, ORGANIZATION);
    String id = text(notification, "Id");
    String action = text(notifications, "ActionId");
    if (kind.isEmpty()) {
      throw new Malformed("An sObject has no type");
    }
    String data =
        "{\"organizationId\":%s,\"actionId\":%s,\"notificationId\":%s,\"type\":%s,\"record\":%s}"
            .formatted(
                Json.quoted(organization),
                Json.quoted(action),
                Json.quoted(id),
                Json.quoted(kind),
                fields(record));
    return new Draft("salesforce", kind, data.getBytes(UTF_8))
        .subject(organization, kind, text(record, "Id"))
        .time(Times.text(text(record, "LastModifiedDate")))
        .key("notificationId", id)
        .attribute("organizationid", organization)
        .attribute("actionid", action)
        .event();
  }

  private static String fields(Xml record) {
    return record.children().stream()
        .map(field -> Json.quoted(field.name()) + ":" + value(field))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Xml field) {
    return "true".equals(field.attributes().get("nil")) ? "null" : Json.quoted(field.text());
  }

  private static String text(Xml parent, String child) {
    return parent.all(child).stream().map(Xml::text).findFirst().orElse("");
  }

  @Override
  public Answer answer(Outcome outcome) {
    int status = Answer.silent(outcome).status();
    boolean stored = outcome instanceof Outcome.Stored;
    String body =
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">"
            + "<soapenv:Body>"
            + "<notificationsResponse xmlns=\"http://soap.sforce.com/2005/09/outbound\">"
            + ("<Ack>" + stored + "</Ack>")
            + "</notificationsResponse></soapenv:Body></soapenv:Envelope>";
    return new Answer(status, "text/xml; charset=utf-8", body, Map.of());
  }
}
