package dev.posthouse.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.oauth.TokenSource.Grant;
import dev.posthouse.oauth.Tokens.Had;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Inquirer;
import dev.posthouse.testing.RealIssuer;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tokens of an authorization server that somebody else wrote, over the guarded way out.
@Timeout(60)
class RealAuthorityTest {
  private static final EndpointId ERP = new EndpointId(7);
  private static final KeyPair KEY = KeyFiles.ec("secp256r1");

  @TempDir Path folder;
  private final RealIssuer server = new RealIssuer();
  private final Inquirer inquirer = new Inquirer(true);
  private SteppedLedger house;
  private Wallet wallet;

  @BeforeEach
  void open() {
    house = new SteppedLedger(Databases.Kind.SQLITE, folder.resolve("data"));
    var vault = Vault.open(house.ledger, folder, new Secret(""), new SecureRandom());
    wallet =
        new Wallet(
            new Wallet.Parts(
                house.ledger, vault, house, inquirer.inquiries, house.clock, house.ids));
  }

  @AfterEach
  void close() {
    house.close();
    server.close();
    inquirer.close();
  }

  private TokenSource source(Grant grant, ClientProof client) {
    return new TokenSource(
        server.tokenEndpoint(), grant, client, "orders", Map.of(), Optional.empty());
  }

  private SignedJWT token(TokenSource source) throws Exception {
    Had had = wallet.token(ERP, source);
    assertThat(had).isInstanceOf(Had.Token.class);
    return SignedJWT.parse(((Had.Token) had).value().reveal());
  }

  private static Assertion assertion(String subject) {
    return new Assertion(
        KeyFiles.secret(KEY), "key-1", "posthouse", subject, "x", Duration.ofMinutes(1), Map.of());
  }

  @Test
  void client_credentials_with_a_secret() throws Exception {
    server.expectClient(client -> {
      assertThat(client.getMethod()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
      assertThat(((ClientSecretBasic) client).getClientSecret().getValue())
          .isEqualTo("a secret:+%");
    });
    var client = new ClientProof.Basic("erp", new Secret("a secret:+%"));

    assertThat(token(source(new Grant.ClientCredentials(), client)).getJWTClaimsSet().getIssuer())
        .isEqualTo(server.name());
    assertThat(server.clientsSeen()).isEqualTo(1);
  }

  @Test
  void client_credentials_with_a_private_key() throws Exception {
    server.expectClient(client -> {
      var jwt = (PrivateKeyJWT) client;
      assertThat(jwt.getClientAssertion().verify(new ECDSAVerifier((ECPublicKey) KEY.getPublic())))
          .isTrue();
      var claims = jwt.getJWTAuthenticationClaimsSet();
      assertThat(claims.getIssuer().getValue()).isEqualTo("erp");
      assertThat(claims.getSubject().getValue()).isEqualTo("erp");
      assertThat(claims.getAudience().getFirst().getValue())
          .isEqualTo(server.tokenEndpoint().toString());
    });
    var client = new ClientProof.PrivateKey("erp", KeyFiles.secret(KEY), "key-1");

    var _ = token(source(new Grant.ClientCredentials(), client));
    assertThat(server.clientsSeen()).isEqualTo(1);
  }

  @Test
  void a_jwt_that_we_signed_for_a_token() throws Exception {
    var client = new ClientProof.Post("erp", new Secret("secret"));
    SignedJWT token = token(source(new Grant.JwtBearer(assertion("anna")), client));

    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("anna");
  }

  @Test
  void a_refresh_token_that_is_replaced_each_time() throws Exception {
    var client = new ClientProof.Basic("erp", new Secret("secret"));
    var source = source(new Grant.RefreshToken(new Secret(server.refreshToken("erp"))), client);

    SignedJWT first = token(source);
    house.clock.advance(Duration.ofHours(2));
    SignedJWT second = token(source);

    assertThat(second.serialize()).isNotEqualTo(first.serialize());
  }

  @Test
  void an_error_of_the_server_is_told() throws Exception {
    var client = new ClientProof.Basic("erp", new Secret("secret"));
    var source = source(new Grant.RefreshToken(new Secret("no-such-token")), client);

    assertThat(wallet.token(ERP, source))
        .isEqualTo(new Had.None("the authorization server answered 400 invalid_grant"));
  }

  @Test
  void a_token_server_inside_is_not_reached_without_leave() throws Exception {
    try (var guarded = new Inquirer(false)) {
      var vault = Vault.open(house.ledger, folder, new Secret(""), new SecureRandom());
      var other =
          new Wallet(
              new Wallet.Parts(
                  house.ledger, vault, house, guarded.inquiries, house.clock, house.ids));
      var client = new ClientProof.Basic("erp", new Secret("secret"));

      Had had = other.token(ERP, source(new Grant.ClientCredentials(), client));
      assertThat(had).isInstanceOf(Had.None.class);
      assertThat(((Had.None) had).why()).contains("loopback").contains("--allow-private-networks");
    }
  }
}
