package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Signing.Form;
import dev.posthouse.config.Signing.Scheme;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@NullMarked
final class SigningFormTest {
  private final SigningKeys keys = new SigningKeys(new SecureRandom());

  private static ObjectNode endpoint(String signing) {
    String json =
        "{'name':'n','url':'https://a.example','headers':{'X-Shop':'7'},"
            + "'auth':{'type':'api_key','header':'X-Key','value':'k'},'signing':"
            + signing
            + "}";
    return (ObjectNode) Json.parse(json.replace('\'', '"').getBytes(UTF_8));
  }

  private Endpoint read(ObjectNode json) {
    return EndpointForm.read(
        json, new EndpointForm.Identity(new EndpointId(1), new TenantId(1), 1, keys::fresh));
  }

  private Signing signing(String json) {
    return read(endpoint(json)).signing();
  }

  @Test
  void message_signatures_cover_the_usual_unless_told_otherwise() {
    Signing usual = signing("{'scheme':'rfc9421'}");
    Signing own =
        signing(
            "{'scheme':'rfc9421','algorithm':'hmac-sha256',"
                + "'components':['content-digest','X-Shop','@method']}");

    assertThat(usual.scheme()).isEqualTo(Scheme.MESSAGE);
    assertThat(usual.form()).isEqualTo(new Form.Message(SigningForm.USUAL));
    assertThat(usual.keys().getFirst().secret().reveal()).startsWith("whsk_");
    assertThat(SigningForm.write(usual).path("publicKey").asString()).startsWith("whpk_");
    assertThat(SigningForm.write(usual).path("keyId").asString()).hasSize(43);
    assertThat(own.scheme()).isEqualTo(Scheme.MESSAGE_HMAC);
    assertThat(own.keys().getFirst().secret().reveal()).startsWith("whsec_");
    assertThat(SigningForm.write(own).path("components").toString())
        .isEqualTo("[\"content-digest\",\"x-shop\",\"@method\"]");
  }

  @Test
  void a_receivers_own_secret_is_kept_and_masked_and_one_is_made_where_there_is_none() {
    Signing given =
        signing(
            "{'scheme':'hmac','header':'X-Hub-Signature-256','prefix':'sha256=',"
                + "'secret':'00ff','secretEncoding':'hex'}");
    Signing made = signing("{'scheme':'hmac','header':'X-Sum'}");

    assertThat(given.keys()).containsExactly(new Signing.Key(new Secret("00ff"), Instant.MAX));
    assertThat(SigningForm.write(given).toString())
        .contains("\"secret\":\"***\"")
        .doesNotContain("00ff");
    assertThat(made.keys().getFirst().secret().reveal()).matches("[0-9a-f]{64}");
    assertThat(given.toString()).doesNotContain("00ff");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'scheme':'v1a'}",
        "{'scheme':'none'}",
        "{'scheme':'rfc9421','components':['content-digest','@query-param;name=\\'a\\'']}",
        "{'scheme':'hmac','header':'X-S','prefix':'t={timestamp},v1=','signed':'{timestamp}.{body}',"
            + "'timestampHeader':'X-T','timestampUnit':'milliseconds','secret':'a+/=','algorithm':'sha1',"
            + "'encoding':'base64'}"
      })
  void what_is_written_reads_as_the_same(String signing) {
    Endpoint before = read(endpoint(signing.replace("\\'", "\\\"")));
    var secrets = EndpointSecrets.parse(EndpointSecrets.of(before).serialise());

    Endpoint after =
        EndpointForm.read(
            secrets.fill(EndpointForm.write(before)),
            new EndpointForm.Identity(
                before.id(), before.tenant(), before.revision(), scheme -> secrets.keys()));

    assertThat(after).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'scheme':'rfc9422'} | /signing/scheme | rfc9421",
        "{'scheme':'v1','header':'X-A'} | /signing/header | unknown field",
        "{'scheme':'rfc9421','algorithm':'sha256'} | /signing/algorithm | ed25519",
        "{'scheme':'rfc9421','components':['@method']} | /signing/components | content-digest",
        "{'scheme':'rfc9421','components':['content-digest','content-digest']} | /signing/components | once",
        "{'scheme':'rfc9421','components':['content-digest','x-else']} | /signing/components | x-else",
        "{'scheme':'rfc9421','components':['content-digest','@status']} | /signing/components/1 | @status",
        "{'scheme':'hmac'} | /signing/header | missing",
        "{'scheme':'hmac','header':'webhook-id'} | /signing/header | sets this header itself",
        "{'scheme':'hmac','header':'x-shop'} | /signing/header | x-shop",
        "{'scheme':'hmac','header':'X-A','timestampHeader':'X-Key'} | /signing/timestampHeader | x-key",
        "{'scheme':'hmac','header':'X-A','signed':'{timestamp}'} | /signing/signed | {body}",
        "{'scheme':'hmac','header':'X-A','prefix':'{body}'} | /signing/prefix | body",
        "{'scheme':'hmac','header':'X-A','prefix':'中'} | /signing/prefix | ASCII",
        "{'scheme':'hmac','header':'X-A','prefix':'{url};'} | /signing/prefix | {timestamp}",
        "{'scheme':'hmac','header':'X-A','timestampHeader':'x-a'} | /signing/timestampHeader | another",
        "{'scheme':'hmac','header':'X-A','secret':'xyz','secretEncoding':'hex'} | /signing/secret | hex",
        "{'scheme':'hmac','header':'X-A','secret':''} | /signing/secret | 1 to",
      })
  void what_cannot_be_signed_is_refused(String signing, String pointer, String told) {
    Invalid invalid = catchThrowableOfType(Invalid.class, () -> signing(signing));

    assertThat(invalid.flaws())
        .anySatisfy(flaw -> {
          assertThat(flaw.pointer()).isEqualTo(pointer);
          assertThat(flaw.message()).contains(told).doesNotContain("xyz");
        });
  }

  @Test
  void three_stars_stand_for_nothing_where_nothing_is_stored() {
    ObjectNode json = endpoint("{'scheme':'hmac','header':'X-A','secret':'***'}");
    json.remove("auth");

    Invalid invalid = catchThrowableOfType(Invalid.class, () -> EndpointSecrets.NONE.fill(json));

    assertThat(invalid.flaws()).extracting("pointer").containsExactly("/signing/secret");
  }
}
