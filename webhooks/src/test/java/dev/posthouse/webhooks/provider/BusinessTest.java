package dev.posthouse.webhooks.provider;

import static dev.posthouse.webhooks.provider.Requests.data;
import static dev.posthouse.webhooks.provider.Requests.event;
import static dev.posthouse.webhooks.provider.Requests.events;
import static dev.posthouse.webhooks.provider.Requests.form;
import static dev.posthouse.webhooks.provider.Requests.json;
import static dev.posthouse.webhooks.provider.Requests.method;
import static dev.posthouse.webhooks.provider.Requests.provider;
import static dev.posthouse.webhooks.provider.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.Refusal;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HubSpot, QuickBooks, Xero, Mailchimp, Pipedrive, Salesforce, Constant Contact.
class BusinessTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

  @Test
  void hubspot_tells_many_events_each_with_its_key() {
    String created =
        "{\"eventId\":1,\"subscriptionId\":12345,\"portalId\":62515,\"occurredAt\":1564113600000,"
            + "\"subscriptionType\":\"contact.creation\",\"objectId\":123}";
    String changed =
        "{ \"eventId\":2, \"subscriptionId\":12346, \"portalId\":62515, \"occurredAt\":1564113600001,"
            + "\"subscriptionType\":\"object.propertyChange\",\"objectTypeId\":\"0-3\",\"objectId\":9,"
            + "\"propertyName\":\"amount\",\"propertyValue\":\"10.50\" }";
    List<ProviderEvent> events = events("hubspot", json("[" + created + "," + changed + "]"));

    assertThat(events)
        .extracting(ProviderEvent::type)
        .containsExactly("hubspot.contact.creation", "hubspot.object.propertyChange");
    assertThat(events)
        .extracting(ProviderEvent::key)
        .containsExactly("62515|1|12345|1564113600000", "62515|2|12346|1564113600001");
    assertThat(events)
        .extracting(ProviderEvent::subject)
        .containsExactly("62515/contact/123", "62515/0-3/9");
    assertThat(events).extracting(Requests::data).containsExactly(created, changed);
    assertThat(events.get(1).attributes()).containsEntry("property", "amount");
    assertThat(events.get(0).time()).isEqualTo(Instant.ofEpochMilli(1_564_113_600_000L));
  }

  @Test
  void hubspot_workflows_send_one_record_or_a_query() {
    assertThat(event("hubspot", json("{\"objectId\":5}")).type()).isEqualTo("hubspot.workflow");

    Request get =
        new Request("GET", "https://e.example/in?a=1&b=x%20y", java.util.Map.of(), new byte[0]);
    assertThat(data(event("hubspot", get))).isEqualTo("{\"a\":\"1\",\"b\":\"x y\"}");
  }

  @Test
  void quickbooks_tells_the_same_of_its_old_and_its_new_form() {
    ProviderEvent old =
        event(
            "quickbooks",
            json(
                "{\"eventNotifications\":[{\"realmId\":\"310687\",\"dataChangeEvent\":{\"entities\":["
                    + "{\"id\":\"1234\",\"operation\":\"Create\",\"name\":\"Account\","
                    + "\"lastUpdated\":\"2015-10-05T14:42:19-0700\"}]}}]}"));
    ProviderEvent now =
        event(
            "quickbooks",
            json(
                "[{\"specversion\":\"1.0\",\"id\":\"88cd52aa\",\"source\":\"intuit.x\","
                    + "\"type\":\"qbo.account.created.v1\",\"time\":\"2025-09-10T21:31:25.179851517Z\","
                    + "\"intuitentityid\":\"1234\",\"intuitaccountid\":\"310687\",\"data\":{}}]"));

    assertThat(List.of(old, now))
        .extracting(ProviderEvent::type)
        .containsOnly("quickbooks.account.created");
    assertThat(List.of(old, now))
        .extracting(ProviderEvent::subject)
        .containsOnly("310687/account/1234");
    assertThat(old.time()).isEqualTo("2015-10-05T21:42:19Z");
    assertThat(old.key()).isEqualTo("310687|account|1234|create|2015-10-05T14:42:19-0700");
    assertThat(now.key()).isEqualTo("88cd52aa");
    assertThat(now.time()).isEqualTo("2025-09-10T21:31:25.179851517Z");
  }

  @Test
  void quickbooks_keeps_two_entities_of_one_request_apart() {
    List<ProviderEvent> events =
        events(
            "quickbooks",
            json(
                "{\"eventNotifications\":[{\"realmId\":\"1\",\"dataChangeEvent\":{\"entities\":["
                    + "{\"id\":\"1\",\"operation\":\"Void\",\"name\":\"Invoice\",\"lastUpdated\":\"a\"},"
                    + "{\"id\":\"2\",\"operation\":\"Void\",\"name\":\"Invoice\",\"lastUpdated\":\"a\"}]}},"
                    + "{\"realmId\":\"2\",\"dataChangeEvent\":{\"entities\":["
                    + "{\"id\":\"1\",\"operation\":\"Void\",\"name\":\"Invoice\",\"lastUpdated\":\"a\"}]}}]}"));

    assertThat(events).extracting(ProviderEvent::key).hasSize(3).doesNotHaveDuplicates();
    assertThat(events).extracting(ProviderEvent::type).containsOnly("quickbooks.invoice.voided");
  }

  @Test
  void xero_asks_whether_one_intends_to_receive() {
    String body =
        "{\"events\":[],\"firstEventSequence\":0,\"lastEventSequence\":0,\"entropy\":\"S0m3r4nd0mt3xt\"}";
    Provider xero = provider("xero");
    var verifier = xero.scheme().verifier(List.of("a2V5"));
    Request right = signed(xero, json(body), "a2V5");
    Request wrong = signed(xero, json(body), "b2V5");

    assertThat(verifier.verify(right, NOW)).isInstanceOf(Verified.class);
    assertThat(verifier.verify(wrong, NOW)).isInstanceOf(Refused.class);
    assertThat(events("xero", right)).isEmpty();
    assertThat(xero.answer(new Outcome.Stored(0, 0))).isEqualTo(Answer.empty(200));
    for (Refusal refusal : Refusal.values()) {
      assertThat(xero.answer(new Outcome.Refused(refusal))).isEqualTo(Answer.empty(401));
    }
  }

  @Test
  void xero_events_are_known_by_what_happened_to_what_and_when() {
    ProviderEvent event =
        event(
            "xero",
            json(
                "{\"events\":[{\"resourceId\":\"r1\",\"tenantId\":\"t1\",\"tenantType\":\"ORGANISATION\","
                    + "\"eventCategory\":\"INVOICE\",\"eventType\":\"UPDATE\",\"eventDateUtc\":\"2026-11-22T03:00:00.123\"}]}"));

    assertThat(event.type()).isEqualTo("xero.invoice.update");
    assertThat(event.subject()).isEqualTo("invoice/r1");
    assertThat(event.time()).isEqualTo("2026-11-22T03:00:00.123Z");
    assertThat(event.key()).isEqualTo("t1|invoice|r1|update|2026-11-22T03:00:00.123");
  }

  @Test
  void mailchimp_probes_with_get_and_sends_forms_with_brackets() {
    Request event =
        form(
            "type=subscribe&fired_at=2009-03-26+21%3A35%3A57&data[id]=8a25ff1d98&data[list_id]=a6b5da1054"
                + "&data[email]=api%40mailchimp.com&data[merges][FNAME]=Al&data[merges][INTERESTS][]=G1&data[merges][INTERESTS][]=G2");
    ProviderEvent told = event("mailchimp", event);

    assertThat(provider("mailchimp").greet(method("GET", event))).contains(Answer.empty(200));
    assertThat(provider("mailchimp").greet(event)).isEmpty();
    assertThat(told.type()).isEqualTo("mailchimp.subscribe");
    assertThat(told.subject()).isEqualTo("a6b5da1054/8a25ff1d98");
    assertThat(told.time()).isEqualTo("2009-03-26T21:35:57Z");
    assertThat(told.key()).isEqualTo("subscribe|2009-03-26 21:35:57|8a25ff1d98|a6b5da1054");
    assertThat(data(told))
        .isEqualTo(
            "{\"type\":\"subscribe\",\"fired_at\":\"2009-03-26 21:35:57\",\"data\":{\"id\":\"8a25ff1d98\","
                + "\"list_id\":\"a6b5da1054\",\"email\":\"api@mailchimp.com\",\"merges\":{\"FNAME\":\"Al\","
                + "\"INTERESTS\":{\"0\":\"G1\",\"1\":\"G2\"}}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"meta\":{\"action\":\"change\",\"entity\":\"deal\",\"entity_id\":\"12\",\"company_id\":\"5\",\"id\":\"m\",\"correlation_id\":\"c\",\"timestamp\":\"2026-11-22T03:00:00.000Z\"}} | pipedrive.change.deal | m|c",
        "{\"meta\":{\"action\":\"updated\",\"object\":\"deal\",\"id\":12,\"company_id\":5,\"timestamp\":1795316400},\"current\":{\"id\":12}} | pipedrive.updated.deal | sha256:",
      })
  void pipedrive_tells_of_both_versions(String body, String type, String key) {
    ProviderEvent event = event("pipedrive", json(body));

    assertThat(event.type()).isEqualTo(type);
    assertThat(event.subject()).isEqualTo("5/deal/12");
    assertThat(event.time()).isEqualTo(NOW);
    assertThat(event.key()).startsWith(key);
  }

  @Test
  void salesforce_sends_soap_and_gets_soap() {
    ProviderEvent event = events("salesforce", request("text/xml", MESSAGE)).get(0);

    assertThat(event.type()).isEqualTo("salesforce.Opportunity");
    assertThat(event.subject()).isEqualTo("00D50000000IZ3ZEAW/Opportunity/0065000000ABC");
    assertThat(event.key()).isEqualTo("04l50000000AAA");
    assertThat(event.time()).isEqualTo("2026-11-22T03:00:00Z");
    assertThat(data(event))
        .isEqualTo(
            "{\"organizationId\":\"00D50000000IZ3ZEAW\",\"actionId\":\"04k50000000BBB\","
                + "\"notificationId\":\"04l50000000AAA\",\"type\":\"Opportunity\",\"record\":{"
                + "\"Id\":\"0065000000ABC\",\"Name\":\"A & B\",\"Amount\":null,"
                + "\"LastModifiedDate\":\"2026-11-22T03:00:00.000Z\"}}")
        .doesNotContain("session");
    assertThat(events("salesforce", request("text/xml", MESSAGE))).hasSize(2);
    assertThat(provider("salesforce").answer(new Outcome.Stored(1, 0)).body())
        .contains("<Ack>true</Ack>");
    assertThat(provider("salesforce").answer(new Outcome.NotStored()))
        .satisfies(answer -> assertThat(answer.body()).contains("<Ack>false</Ack>"))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(503));
  }

  @ParameterizedTest
  @CsvSource({"00D50000000IZ3ZEAW, true", "00D50000000XXXXEAW, false"})
  void salesforce_is_believed_by_its_organisation(String organization, boolean believed) {
    var verifier = provider("salesforce").scheme().verifier(List.of(organization));

    assertThat(verifier.verify(request("text/xml", MESSAGE), NOW) instanceof Verified)
        .isEqualTo(believed);
  }

  @Test
  void constant_contact_shows_a_key_that_the_event_does_not_keep() {
    String body =
        "{\"url\":\"https://api.cc.email/v3/partner/accounts/a07e1abc/plan\",\"api_key\":\"s3cret\",\"event_type\":\"tier.increase\"}";
    ProviderEvent event = event("constantcontact", json(body));

    assertThat(
            provider("constantcontact")
                .scheme()
                .verifier(List.of("s3cret"))
                .verify(json(body), NOW))
        .isInstanceOf(Verified.class);
    assertThat(event.type()).isEqualTo("constantcontact.tier.increase");
    assertThat(event.subject()).isEqualTo("a07e1abc");
    assertThat(data(event)).doesNotContain("s3cret").contains("tier.increase");
  }

  private static Request signed(Provider provider, Request request, String secret) {
    var headers = new java.util.HashMap<>(request.headers());
    provider
        .scheme()
        .sign(request, secret, "", NOW)
        .forEach((name, value) -> headers.put(name, List.of(value)));
    return Request.post(headers, request.body());
  }

  private static final String MESSAGE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
          xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
       <soapenv:Body>
        <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
         <OrganizationId>00D50000000IZ3ZEAW</OrganizationId>
         <ActionId>04k50000000BBB</ActionId>
         <SessionId>session!</SessionId>
         <EnterpriseUrl>https://x.example</EnterpriseUrl>
         <PartnerUrl>https://x.example</PartnerUrl>
         <Notification>
          <Id>04l50000000AAA</Id>
          <sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
           <sf:Id>0065000000ABC</sf:Id>
           <sf:Name>A &amp; B</sf:Name>
           <sf:Amount xsi:nil="true"/>
           <sf:LastModifiedDate>2026-11-22T03:00:00.000Z</sf:LastModifiedDate>
          </sObject>
         </Notification>
         <Notification>
          <Id>04l50000000AAB</Id>
          <sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
           <sf:Id>0065000000ABD</sf:Id>
          </sObject>
         </Notification>
        </notifications>
       </soapenv:Body>
      </soapenv:Envelope>
      """;
}
