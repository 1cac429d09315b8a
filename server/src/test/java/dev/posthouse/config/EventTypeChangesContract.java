package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.EventTypeForm;
import dev.posthouse.eventtype.Shipped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
abstract class EventTypeChangesContract extends ConfigContract {
  private static final String FIRST =
      "{'version':1,'schema':{'required':['total'],'properties':{'total':{'type':'number'}}},'sample':{'total':1}}";
  private static final String SECOND =
      "{'version':2,'schema':{'required':['sum'],'properties':{'sum':{'type':'number'}}},'sample':{'sum':2},'up':{'sum':'{{"
          + " total }}'},'down':{'total':'{{ sum }}'}}";

  private Changed<EventType> create(String name, String... versions) throws InterruptedException {
    return eventTypes.create(ANNA, json(form(name, versions)));
  }

  private static String form(String name, String... versions) {
    return "{'name':'%s','module':'lab','description':{'en':'A result.'},'versions':[%s]}"
        .formatted(name, String.join(",", versions));
  }

  private static List<Flaw> flaws(ThrowingCallable change) {
    var caught = new ArrayList<Flaw>();
    assertThatThrownBy(change).isInstanceOfSatisfying(Invalid.class, e -> caught.addAll(e.flaws()));
    return caught;
  }

  @Test
  void a_new_type_is_in_force_and_stored_and_the_tenants_alone() throws Exception {
    EventType type = saved(create("lab.result", FIRST, SECOND)).resource();

    assertThat(catalogue.current().eventType(ANNA.tenant(), "lab.result")).contains(type);
    assertThat(catalogue.current().eventType(BERT.tenant(), "lab.result")).isEmpty();
    assertThat(EventTypeForm.write(stored().eventType(ANNA.tenant(), "lab.result").orElseThrow()))
        .isEqualTo(EventTypeForm.write(type));
    assertThat(
            new Revisions(house.ledger)
                .before(Revisions.Wanted.of(ANNA.tenant()), Revisions.NEWEST, 10))
        .singleElement()
        .satisfies(read -> assertThat(read.revision().resourceId()).startsWith("et_"));
    assertThat(create("lab.result", FIRST)).isInstanceOf(Changed.Conflict.class);
  }

  @Test
  void a_saved_version_never_changes_and_the_next_one_is_added() throws Exception {
    EventType type = saved(create("lab.result", FIRST)).resource();
    String other = FIRST.replace("number", "string").replace(":1}}", ":'1'}}");

    assertThat(flaws(() -> put("lab.result", other)))
        .containsExactly(
            new Flaw("/versions/0", "version 1 is saved and never changes; add version 2"));
    EventType grown = saved(put("lab.result", FIRST, SECOND)).resource();

    assertThat(grown.revision()).isGreaterThan(type.revision());
    assertThat(saved(put("lab.result", SECOND)).resource()).isEqualTo(grown);
    assertThat(stored().eventType(ANNA.tenant(), "lab.result").orElseThrow().versions()).hasSize(2);
  }

  private Changed<EventType> put(String name, String... versions) throws InterruptedException {
    return eventTypes.replace(ANNA, name, Match.ANY, json(form(name, versions)));
  }

  @Test
  void versions_count_from_one_without_gaps() {
    assertThat(flaws(() -> create("lab.result", SECOND)))
        .containsExactly(new Flaw("/versions/0/version", "must be 1, the next one"));
    assertThat(flaws(() -> create("lab.result", FIRST, SECOND.replace(":2,'s", ":3,'s"))))
        .containsExactly(new Flaw("/versions/1/version", "must be 2, the next one"));
  }

  @Test
  void sample_and_conversions_must_fit_the_schemas() {
    assertThat(flaws(() -> create("lab.result", FIRST.replace(":1}}", ":'x'}}"))))
        .containsExactly(new Flaw("/versions/0/sample/total", "must be a number, not a text"));
    assertThat(
            flaws(() -> create("lab.result", FIRST, SECOND.replace("{{ total }}", "x{{ total }}"))))
        .containsExactly(
            new Flaw(
                "/versions/1/up",
                "turns the sample of version 1 into data that version 2 does not take: /sum must be"
                    + " a number, not a text"));
    assertThat(
            flaws(() ->
                create("lab.result", FIRST, SECOND.replace("'total':'{{ sum", "'t':'{{ sum"))))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.message()).contains("/total is missing"));
    assertThat(flaws(() -> create("lab.result", FIRST, SECOND.replace("{{ total }}", "{{ total"))))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.pointer()).startsWith("/versions/1/up"));
    assertThat(
            flaws(
                () -> create("lab.result", FIRST.replace("'version':1,", "'version':1,'up':{},"))))
        .containsExactly(
            new Flaw("/versions/0/up", "leads from or to the version before, and there is none"));
  }

  @Test
  void what_is_wrong_with_a_form_is_told_by_its_place() {
    assertThat(flaws(() -> eventTypes.create(ANNA, json("{'nme':'a','module':'sales_cmr'}"))))
        .extracting(Flaw::toString)
        .anySatisfy(flaw -> assertThat(flaw).contains("/nme").contains("did you mean \"name\""))
        .anySatisfy(
            flaw -> assertThat(flaw).contains("/module").contains("did you mean \"sales_crm\""))
        .anySatisfy(flaw -> assertThat(flaw).contains("/versions"));
    assertThat(
            flaws(() -> create("lab.result", "{'version':1,'schema':{'type':'strng'},'sample':1}")))
        .first()
        .satisfies(flaw -> assertThat(flaw.pointer()).isEqualTo("/versions/0/schema/type"));
    assertThat(flaws(() -> create("lab result", FIRST)))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.pointer()).isEqualTo("/name"));
  }

  @Test
  void a_type_of_a_shipped_name_goes_on_after_the_shipped_versions() throws Exception {
    String name = "sales_order.created";
    int shipped = Shipped.find(name).orElseThrow().versions().size();
    String next = "{'version':%d,'schema':{'type':'object'},'sample':{}}".formatted(shipped + 1);

    assertThat(flaws(() -> create(name, FIRST))).hasSize(1);
    EventType own = saved(put(name, next)).resource();

    assertThat(own.shipped()).isFalse();
    assertThat(own.versions()).hasSize(shipped + 1);
    assertThat(catalogue.current().eventType(ANNA.tenant(), name)).contains(own);
    assertThat(catalogue.current().eventType(BERT.tenant(), name).orElseThrow().shipped()).isTrue();
    assertThat(catalogue.current().eventTypes(ANNA.tenant())).hasSize(Shipped.all().size());
    saved(eventTypes.delete(ANNA, name, Match.ANY));
    assertThat(catalogue.current().eventType(ANNA.tenant(), name).orElseThrow().shipped()).isTrue();
    assertThat(eventTypes.delete(ANNA, name, Match.ANY)).isInstanceOf(Changed.Conflict.class);
  }

  @Test
  void a_deleted_type_keeps_its_versions_and_a_new_one_goes_on_after_them() throws Exception {
    EventType first = saved(create("lab.result", FIRST)).resource();
    saved(eventTypes.delete(ANNA, "lab.result", Match.ANY));

    assertThat(stored().eventType(ANNA.tenant(), "lab.result")).isEmpty();
    assertThat(stored().types().versions(ANNA.tenant(), "lab.result").orElseThrow().versions())
        .isEqualTo(first.versions());
    assertThat(flaws(() -> create("lab.result", FIRST.replace("number", "integer"))))
        .containsExactly(
            new Flaw("/versions/0", "version 1 is saved and never changes; add version 2"));
    EventType again = saved(create("lab.result", SECOND)).resource();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.versions()).hasSize(2);
    assertThat(stored().eventType(ANNA.tenant(), "lab.result")).isPresent();
  }

  @Test
  void a_type_that_a_subscription_pins_cannot_be_deleted() throws Exception {
    saved(create("lab.result", FIRST, SECOND));
    Endpoint endpoint = endpoint("erp");
    String pins = "{'name':'a','endpoint':'%s','types':['lab.*'],'versions':{'%s':%d}}";

    assertThat(
            flaws(() ->
                subscriptions.create(ANNA, json(pins.formatted(endpoint.id(), "lab.resul", 1)))))
        .containsExactly(
            new Flaw(
                "/versions/lab.resul",
                "there is no event type \"lab.resul\"; did you mean \"lab.result\"?"));
    assertThat(
            flaws(() ->
                subscriptions.create(ANNA, json(pins.formatted(endpoint.id(), "lab.result", 3)))))
        .containsExactly(new Flaw("/versions/lab.result", "\"lab.result\" has versions 1 to 2"));
    Subscription pinning =
        saved(subscriptions.create(ANNA, json(pins.formatted(endpoint.id(), "lab.result", 1))))
            .resource();
    assertThat(eventTypes.delete(ANNA, "lab.result", Match.ANY))
        .isInstanceOfSatisfying(
            Changed.Conflict.class, c -> assertThat(c.code()).isEqualTo("event_type_in_use"));
    var gap = saved(put("lab.result", SECOND.replaceFirst("2", "3").replaceFirst(",'up'.*", "}")));
    assertThat(gap.warnings())
        .singleElement()
        .asString()
        .contains("pins version 1", "no way from version 3 to version 2");
    saved(subscriptions.delete(ANNA, pinning.id(), Match.ANY));
    saved(eventTypes.delete(ANNA, "lab.result", Match.ANY));
  }

  @Test
  void samples_and_whole_types_are_bounded() {
    String long1 = FIRST.replace(":1}}", ":1,'note':'" + "x".repeat(256 << 10) + "'}}");

    assertThat(flaws(() -> create("lab.result", long1)))
        .containsExactly(
            new Flaw("/versions/0/sample", "a sample has at most 262,144 bytes, this has 262,165"));
    String[] many =
        IntStream.rangeClosed(1, 10)
            .mapToObj(
                i -> long1.replace("':1,'s", "':%d,'s".formatted(i)).replace("xxxxxx", "xxxxx"))
            .toArray(String[]::new);
    assertThat(flaws(() -> create("lab.result", many)))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.pointer()).isEqualTo("/versions"));
  }

  @Test
  void if_match_and_tenants_are_honoured() throws Exception {
    EventType type = saved(create("lab.result", FIRST)).resource();

    assertThat(eventTypes.delete(ANNA, "lab.result", new Match(99)))
        .isEqualTo(new Changed.Stale<>(type.revision()));
    assertThat(eventTypes.delete(BERT, "lab.result", Match.ANY)).isEqualTo(new Changed.Missing<>());
    assertThat(
            eventTypes.replace(
                ANNA, "invoice.created", new Match(7), json(form("invoice.created", FIRST))))
        .isEqualTo(new Changed.Stale<>(0));
    assertThat(
            flaws(() ->
                eventTypes.replace(ANNA, "lab.result", Match.ANY, json(form("lab.other", FIRST)))))
        .extracting(Flaw::pointer)
        .containsExactly("/name");
  }
}
