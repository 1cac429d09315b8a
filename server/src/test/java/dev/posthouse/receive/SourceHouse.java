package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Journal;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.net.Inquiries;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Sources on a fresh database, and what they stand on.
final class SourceHouse implements AutoCloseable {
  static final Caller ANNA = new Caller(new TenantId(1), Set.of(Role.MANAGE), "key_1");
  static final Inquiries NOBODY =
      inquiry -> {
        throw new IOException("nobody answers");
      };

  final SteppedLedger house;
  final Catalogue catalogue;
  private final Vault vault;
  private final Journal journal;

  SourceHouse(Path folder) {
    house = new SteppedLedger(Databases.Kind.SQLITE, folder.resolve("data"));
    vault = Vault.open(house.ledger, folder, new Secret(""), new SecureRandom());
    catalogue = new Catalogue(house.ledger, vault);
    catalogue.load();
    journal = house.journal(catalogue, vault);
  }

  Sources sources(Inquiries inquiries) {
    var outside = new Sources.Outside(inquiries, house, house.clock::nanos);
    var sources = new Sources(house.ledger, journal, vault, house.ids, new SecureRandom(), outside);
    sources.load();
    return sources;
  }

  Receiver receiver(Sources sources, Receiver.Taker taker) {
    var heavy = new Heavy(house, Runnable::run);
    return new Receiver(
        new Receiver.Parts(sources, taker, heavy, new Budget(1 << 20), house.clock));
  }

  static Source create(Sources sources, String form) throws InterruptedException {
    sources.create(ANNA, json(form));
    return sources.list(ANNA.tenant()).getFirst();
  }

  static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.getBytes(UTF_8));
  }

  /// A request to a source, from this machine.
  static Head head(Source source, Map<String, List<String>> headers) {
    return new Head("POST", source.address(), "a.b", "", headers, InetAddress.getLoopbackAddress());
  }

  @Override
  public void close() {
    house.close();
  }
}
