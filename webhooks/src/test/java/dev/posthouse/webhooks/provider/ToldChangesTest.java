package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.change.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What providers say themselves of changes comes in one shape.
class ToldChangesTest {
  private static final List<String> WORDS =
      List.of(
          "changes",
          "from",
          "to",
          "previous",
          "current",
          "event",
          "message",
          "previous_message",
          "propertyName",
          "propertyValue",
          "data",
          "object",
          "previous_attributes",
          "added",
          "fields_changed",
          "updated",
          "removed",
          "issue",
          "issues",
          "",
          "a.b",
          "[",
          "_");

  @Test
  void github_tells_what_was_and_the_object_what_is() throws Exception {
    assertThat(
            told(
                "github.issues.edited",
                "{'changes':{'title':{'from':'Old'},'body':{'from':null}},"
                    + "'issue':{'title':'New','body':'Text'},'repository':{'title':'no'}}"))
        .isEqualTo(
            "[{'path':'title','before':'Old','after':'New'},"
                + "{'path':'body','before':null,'after':'Text'}]");
    assertThat(
            told(
                "github.pull_request.edited",
                "{'changes':{'base':{'ref':{'from':'develop'},'sha':{'from':'4b0'}}},"
                    + "'pull_request':{'base':{'ref':'main','sha':'7c1'}}}"))
        .isEqualTo(
            "[{'path':'base.ref','before':'develop','after':'main'},"
                + "{'path':'base.sha','before':'4b0','after':'7c1'}]");
    assertThat(
            told(
                "github.issue_comment.edited",
                "{'changes':{'body':{'from':'a'}},'issue':{'body':'x'},'comment':{'body':'b'}}"))
        .isEqualTo("[{'path':'body','before':'a','after':'b'}]");
    assertThat(
            told(
                "github.repository.renamed",
                "{'changes':{'repository':{'name':{'from':'old'}}},'repository':{'name':'new'}}"))
        .isEqualTo("[{'path':'repository.name','before':'old','after':'new'}]");
    assertThat(
            told(
                "github.member.edited",
                "{'changes':{'permission':{'from':'read','to':'write'}},'member':{}}"))
        .isEqualTo("[{'path':'permission','before':'read','after':'write'}]");
    assertThat(told("github.milestone.edited", "{'changes':{'due_on':{'from':'x'}}}"))
        .isEqualTo("[{'path':'due_on','before':'x'}]");
  }

  @Test
  void gitlab_tells_both() throws Exception {
    assertThat(
            told(
                "gitlab.merge_request.update",
                "{'changes':{'title':{'previous':'a','current':'b'},"
                    + "'labels':{'previous':[],'current':[{'id':1}]}}}"))
        .isEqualTo(
            "[{'path':'title','before':'a','after':'b'},"
                + "{'path':'labels','before':[],'after':[{'id':1}]}]");
  }

  @Test
  void slack_tells_the_message_as_it_was() throws Exception {
    assertThat(
            told(
                "slack.message",
                "{'event':{'type':'message','subtype':'message_changed',"
                    + "'message':{'text':'b','user':'U1','edited':{'ts':'2'}},"
                    + "'previous_message':{'text':'a','user':'U1'}}}"))
        .isEqualTo(
            "[{'path':'text','before':'a','after':'b'},{'path':'edited','after':{'ts':'2'}}]");
  }

  @Test
  void hubspot_tells_the_new_value_of_one_property() throws Exception {
    assertThat(
            told(
                "hubspot.contact.propertyChange",
                "{'propertyName':'lifecyclestage','propertyValue':'customer'}"))
        .isEqualTo("[{'path':'lifecyclestage','after':'customer'}]");
  }

  @Test
  void stripe_tells_the_attributes_as_they_were() throws Exception {
    assertThat(
            told(
                "stripe.customer.subscription.updated",
                "{'data':{'object':{'status':'active','metadata':{'a':'2','b':'x'},'n':1},"
                    + "'previous_attributes':{'status':'trialing','metadata':{'a':'1'}}}}"))
        .isEqualTo(
            "[{'path':'status','before':'trialing','after':'active'},"
                + "{'path':'metadata.a','before':'1','after':'2'}]");
  }

  @Test
  void pipedrive_tells_fields_as_they_were() throws Exception {
    assertThat(told("pipedrive.change.deal", "{'data':{'stage_id':3},'previous':{'stage_id':2}}"))
        .isEqualTo("[{'path':'stage_id','before':2,'after':3}]");
    assertThat(
            told(
                "pipedrive.updated.deal",
                "{'current':{'stage_id':3,'value':9},'previous':{'stage_id':2,'value':9}}"))
        .isEqualTo("[{'path':'stage_id','before':2,'after':3}]");
  }

  @Test
  void shopify_names_fields_alone() throws Exception {
    String price = "product[id: 'gid://shopify/Product/1'].variants[id: 'gid://x.y/2'].price";
    Json data =
        Json.read(
            ("{\"topic\":\"Product\",\"fields_changed\":{\"added\":[],\"updated\":[\""
                    + price
                    + "\"],\"removed\":[\"product.tags\"]}}")
                .getBytes(UTF_8));

    var changes = Providers.changes("shopify.product.update", data).orElseThrow();

    assertThat(Change.json(changes))
        .isEqualTo(
            "[{\"path\":\"product[id=gid://shopify/Product/1].variants[id=gid://x.y/2].price\"},"
                + "{\"path\":\"product.tags\"}]");
    assertThat(Watched.fields("product.variants.price").touchedBy(changes.get(0))).isTrue();
    assertThat(Watched.fields("product.title").touchedBy(changes.get(0))).isFalse();
    assertThat(told("shopify.product.update", "{'fields_changed':['product.title']}"))
        .isEqualTo("[{'path':'product.title'}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github.issues.opened | {'issue':{}}",
        "github.issues.edited | {'changes':7}",
        "github.issues.transferred | {'changes':{'new_issue':{'title':'a'}}}",
        "gitlab.push | {}",
        "slack.message | {'event':{'previous_message':'x','message':{}}}",
        "hubspot.contact.creation | {'objectId':1}",
        "stripe.charge.succeeded | {'data':{'object':{}}}",
        "pipedrive.create.deal | {'data':{},'previous':null}",
        "shopify.orders.updated | {'id':1}",
        "woocommerce.order.updated | {'changes':{'a':{'from':1}}}",
        "own.type | {'changes':{'a':{'from':1}}}",
        "one | {'changes':{'a':{'from':1}}}",
      })
  void an_event_that_says_nothing_of_changes_tells_none(String type, String data) throws Exception {
    assertThat(Providers.changes(type, Json.read(data.replace('\'', '"').getBytes(UTF_8))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "address, address.city, true",
    "address.city, address, true",
    "lines[].sku, lines[id=7].sku, true",
    "lines[].sku, lines[2], true",
    "lines[].sku, lines[id=a.b].price, false",
    "address, addresses, false",
  })
  void a_change_touches_what_it_is_in_or_around(String watched, String told, boolean touches) {
    var change = new Change(told, Optional.empty(), Optional.empty());

    assertThat(Watched.fields(watched).touchedBy(change)).isEqualTo(touches);
  }

  /// Whatever stands where a provider tells something.
  @Test
  void nothing_that_is_told_throws() throws Exception {
    var random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      Json data = Json.read(any(random, 0).getBytes(UTF_8));
      for (Provider provider : Providers.all()) {
        provider
            .changes(provider.name() + "." + WORDS.get(random.nextInt(WORDS.size())), data)
            .map(Change::json)
            .ifPresent(ToldChangesTest::assertJson);
      }
    }
  }

  private static void assertJson(String text) {
    assertThatCode(() -> Json.read(text.getBytes(UTF_8))).doesNotThrowAnyException();
  }

  private static String any(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 1 : depth < 5 ? 8 : 6) + (depth == 0 ? 6 : 0);
    var items = new ArrayList<String>();
    for (int i = kind < 6 ? 0 : random.nextInt(5); i > 0; i--) {
      String name = kind == 6 ? Json.quoted(WORDS.get(random.nextInt(WORDS.size()))) + ":" : "";
      items.add(name + any(random, depth + 1));
    }
    return switch (kind) {
      case 0, 1 -> Json.quoted(WORDS.get(random.nextInt(WORDS.size())));
      case 2 -> "null";
      case 3 -> "true";
      case 4 -> "-1.50";
      case 5 -> "\"product[id: 'gid://a/1'].tags[\"";
      case 6 -> "{" + String.join(",", items) + "}";
      default -> "[" + String.join(",", items) + "]";
    };
  }

  private static String told(String type, String data) throws Malformed {
    Json json = Json.read(data.replace('\'', '"').getBytes(UTF_8));
    return Change.json(Providers.changes(type, json).orElseThrow()).replace('"', '\'');
  }
}
