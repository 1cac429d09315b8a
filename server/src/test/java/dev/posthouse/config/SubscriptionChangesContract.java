package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
abstract class SubscriptionChangesContract extends ConfigContract {
  @Test
  void a_new_subscription_is_in_force_and_stored() throws Exception {
    var created = saved(subscribe("orders", endpoint("erp"), "sales_order.*")).resource();

    assertThat(catalogue.current().subscription(ANNA.tenant(), created.id())).contains(created);
    assertThat(catalogue.current().number()).isEqualTo(created.revision()).isEqualTo(2);
    assertThat(SubscriptionForm.write(stored().subscription(created.id()).orElseThrow()))
        .isEqualTo(SubscriptionForm.write(created));
  }

  @Test
  void an_endpoint_that_is_missing_or_anothers_is_refused() throws Exception {
    Endpoint endpoint = endpoint("erp");
    assertThatThrownBy(() -> subscriptions.create(BERT, subscriptionJson("orders", endpoint, "*")))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("/endpoint: there is no endpoint " + endpoint.id());
  }

  @Test
  void an_older_revision_stays_known_after_a_change_and_after_the_end() throws Exception {
    Endpoint endpoint = endpoint("erp");
    Subscription first = saved(subscribe("orders", endpoint, "order.*")).resource();
    var patch = json("{'types':['invoice.*'],'body':'raw'}");
    Subscription second = saved(subscriptions.patch(ANNA, first.id(), Match.ANY, patch)).resource();
    saved(subscriptions.delete(ANNA, first.id(), Match.ANY));

    assertThat(form(first.pin())).isEqualTo(SubscriptionForm.write(first));
    assertThat(form(second.pin())).isEqualTo(SubscriptionForm.write(second));
    assertThat(catalogue.pinned(new Pin(first.id(), 99))).isEmpty();
    assertThat(catalogue.pinned(new Pin(new SubscriptionId(1), first.revision()))).isEmpty();
    assertThat(catalogue.pinned(new Pin(first.id(), 4))).isEmpty();
  }

  private Object form(Pin pin) {
    return SubscriptionForm.write(catalogue.pinned(pin).orElseThrow());
  }

  @Test
  void if_match_names_and_tenants_are_honoured() throws Exception {
    Endpoint endpoint = endpoint("erp");
    Subscription s = saved(subscribe("orders", endpoint, "order.*")).resource();

    assertThat(subscriptions.patch(ANNA, s.id(), new Match(1), json("{}")))
        .isEqualTo(new Changed.Stale<>(2));
    assertThat(subscriptions.delete(BERT, s.id(), Match.ANY)).isEqualTo(new Changed.Missing<>());
    assertThat(subscribe("orders", endpoint, "x")).isInstanceOf(Changed.Conflict.class);
    var same = subscriptions.replace(ANNA, s.id(), Match.ANY, SubscriptionForm.write(s));
    assertThat(saved(same).resource().revision()).isEqualTo(2);
  }

  @Test
  void two_that_overlap_where_the_webhook_id_is_the_events_get_a_warning() throws Exception {
    Endpoint byEvent =
        saved(endpoints.create(ANNA, endpointJson("erp", ",'webhookId':'event'"))).resource();
    Endpoint byDelivery = endpoint("crm");

    assertThat(saved(subscribe("a", byEvent, "order.*")).warnings()).isEmpty();
    assertThat(saved(subscribe("b", byEvent, "order.*")).warnings()).hasSize(1);
    assertThat(saved(subscribe("c", byDelivery, "order.*")).warnings()).isEmpty();
    assertThat(saved(subscribe("d", byDelivery, "order.*")).warnings()).isEmpty();
    var patch = json("{'webhookId':'event'}");
    assertThat(saved(endpoints.patch(ANNA, byDelivery.id(), Match.ANY, patch)).warnings())
        .hasSize(2);
  }
}
