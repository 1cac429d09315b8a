package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.oauth.KeyFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OAuthFormTest {
  private static final String PEM =
      Json.text(JsonMapper.shared().valueToTree(KeyFiles.pem(KeyFiles.ec("secp256r1"))));

  private static Endpoint read(ObjectNode auth) {
    ObjectNode json = Json.object().put("name", "erp").put("url", "https://erp.example.com/");
    json.set("auth", auth);
    return EndpointForm.read(
        json, new EndpointForm.Identity(new EndpointId(1), new TenantId(1), 1, s -> List.of()));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"').replace("PEM", PEM));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','clientSecret':'b'",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','clientSecret':'b','clientAuth':'post','scope':'x y','parameters':{'audience':'z'}",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','privateKey':PEM,'keyId':'k'",
        "'type':'oauth2','tokenUrl':'https://l.test/t','grant':'refresh_token','refreshToken':'r','clientId':'a'",
        "'type':'oauth2','tokenUrl':'https://l.test/t','grant':'jwt_bearer','privateKey':PEM,'issuer':'i','subject':'s','lifetime':'5m','claims':{'a':'b'}",
        "'type':'oauth2','tokenUrl':'https://l.test/t','grant':'jwt_bearer','privateKey':PEM,'clientId':'i','clientAuth':'private_key_jwt'",
        "'type':'self_issued_jwt','privateKey':PEM,'issuer':'i','audience':'a','claims':{'tenant':'acme'}",
      })
  void what_is_written_reads_as_the_same(String fields) {
    Endpoint endpoint = read(json("{" + fields.strip() + "}"));
    ObjectNode written = EndpointForm.write(endpoint);
    assertThat(written.toString()).doesNotContain("PRIVATE KEY");

    ObjectNode filled = EndpointSecrets.of(endpoint).fill(written);
    ObjectNode restored =
        EndpointSecrets.parse(EndpointSecrets.of(endpoint).serialise()).fill(written);

    assertThat(read((ObjectNode) filled.path("auth")).auth()).isEqualTo(endpoint.auth());
    assertThat(restored).isEqualTo(filled);
    assertThat(endpoint.auth().toString()).doesNotContain("PRIVATE KEY");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'type':'oauth2' | /auth/tokenUrl",
        "'type':'oauth2','tokenUrl':'http://l.test/t','clientId':'a','clientSecret':'b' | https://",
        "'type':'oauth2','tokenUrl':'https://l.test/t' | clientSecret",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientSecret':'b' | /auth/clientId",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','clientAuth':'basic' | /auth/clientSecret",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','clientSecret':'b','grant':'password' | /auth/grant",
        "'type':'oauth2','tokenUrl':'https://l.test/t','grant':'refresh_token' | /auth/refreshToken",
        "'type':'oauth2','tokenUrl':'https://l.test/t','grant':'jwt_bearer','privateKey':PEM | /auth/issuer",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','privateKey':'x' | BEGIN PRIVATE KEY",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','clientSecret':'b','parameters':{'client_secret':'x'} | must not hold client_secret",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','clientSecret':'b','parameters':{'ClientSecret':'x'} | must not hold ClientSecret",
        "'type':'oauth2','tokenUrl':'https://l.test/t','clientId':'a','clientSecret':'b','clientid':'x' | clientId",
        "'type':'self_issued_jwt','privateKey':PEM,'issuer':'i','audience':'a','claims':{'exp':'x'} | must not hold exp",
        "'type':'self_issued_jwt','privateKey':PEM,'issuer':'i','audience':'a','lifetime':'1h' | /auth/lifetime",
        "'type':'self_issued_jwt','privateKey':PEM,'issuer':'i' | /auth/audience",
      })
  void what_is_wrong_is_told_with_its_place(String fields, String told) {
    assertThatThrownBy(() -> read(json("{" + fields.strip() + "}")))
        .isInstanceOf(Invalid.class)
        .satisfies(e -> assertThat(((Invalid) e).flaws().toString()).contains(told))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("PRIVATE KEY-----\\nM"));
  }

  @Test
  void the_authorization_header_is_taken() {
    ObjectNode json = Json.object().put("name", "erp").put("url", "https://erp.example.com/");
    json.putObject("headers").put("authorization", "x");
    json.set(
        "auth", json("{'type':'self_issued_jwt','privateKey':PEM,'issuer':'i','audience':'a'}"));

    assertThatThrownBy(() ->
            EndpointForm.read(
                json,
                new EndpointForm.Identity(new EndpointId(1), new TenantId(1), 1, s -> List.of())))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void a_token_that_comes_after_the_signature_is_not_covered_by_it() {
    ObjectNode endpoint = Json.object().put("name", "erp").put("url", "https://erp.example.com/");
    endpoint.set(
        "auth", json("{'type':'self_issued_jwt','privateKey':PEM,'issuer':'i','audience':'a'}"));
    endpoint.set(
        "signing", json("{'scheme':'rfc9421','components':['content-digest','authorization']}"));

    assertThatThrownBy(() ->
            EndpointForm.read(
                endpoint,
                new EndpointForm.Identity(new EndpointId(1), new TenantId(1), 1, s -> List.of())))
        .hasMessageContaining("must not cover authorization");
  }
}
