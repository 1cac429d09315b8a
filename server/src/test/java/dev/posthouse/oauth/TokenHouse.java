package dev.posthouse.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Authentication;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Shown;
import dev.posthouse.access.Tenants;
import dev.posthouse.net.Inquiries;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.testing.Unrecorded;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Tenants, and the people of an issuer who come for them.
final class TokenHouse implements AutoCloseable {
  final SteppedLedger house;
  final Tenants tenants;
  private final Inquiries inquiries;
  People people;

  TokenHouse(Path folder, Inquiries inquiries, Issuer issuer) throws InterruptedException {
    this.inquiries = inquiries;
    house = new SteppedLedger(Databases.Kind.SQLITE, folder.resolve("data"));
    var trail = new Unrecorded(house.ledger, house);
    tenants = new Tenants(house.ledger, trail, house.ids, house.clock, house.clock::nanos);
    tenants.start();
    people = people(issuer);
  }

  void open(ClaimRules rules) {
    people = people(FakeIssuer.issuer(rules));
  }

  private People people(Issuer issuer) {
    return new People(
        issuer, tenants, new People.Outside(inquiries, house, house.clock, house.clock::nanos));
  }

  Authentication show(String token) throws InterruptedException {
    return people.authenticate(shown(token, Optional.empty()));
  }

  static Shown shown(String token, Optional<String> tenant) {
    return new Shown(token, tenant, InetAddress.getLoopbackAddress());
  }

  Caller admitted(String token) throws InterruptedException {
    return admitted(token, Optional.empty());
  }

  Caller admitted(String token, Optional<String> tenant) throws InterruptedException {
    Authentication shown = people.authenticate(shown(token, tenant));
    assertThat(shown).isInstanceOf(Authentication.Granted.class);
    return ((Authentication.Granted) shown).caller();
  }

  void refuses(String token, String why) throws InterruptedException {
    Authentication shown = show(token);
    assertThat(shown).isInstanceOf(Authentication.BadToken.class);
    assertThat(((Authentication.BadToken) shown).why()).contains(why);
  }

  @Override
  public void close() {
    house.close();
  }
}
