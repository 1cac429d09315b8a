package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.event.Header;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.Place;
import io.helidon.common.uri.UriQuery;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How requests are read, for tests outside this package.
public final class PublishForms {
  private static final Caller BY = new Caller(new TenantId(1), Set.of(Role.PUBLISH), "key");
  private static final InstantSource CLOCK = InstantSource.fixed(TestServer.NOW);
  private static final EventReader PLAIN = new EventReader(CLOCK);
  private static final CloudEventReader STRUCTURED = new CloudEventReader(CLOCK);
  private static final CloudEventHeaders BINARY = new CloudEventHeaders(CLOCK);

  private PublishForms() {}

  public static NewEvent plain(byte[] body) {
    return PLAIN.read(BY, body);
  }

  public static NewEvent structured(byte[] body) {
    return STRUCTURED.read(BY, body);
  }

  public static NewEvent binary(List<Header> headers, String contentType, byte[] body) {
    return BINARY.read(BY, headers, contentType, body);
  }

  /// The events of a list, each absent where something is wrong with it.
  public static List<Optional<NewEvent>> list(byte[] body) {
    return events(new BatchReader(PLAIN).array(BY, body));
  }

  public static List<Optional<NewEvent>> cloudEvents(byte[] body) {
    return events(new BatchReader(STRUCTURED).array(BY, body));
  }

  public static List<Optional<NewEvent>> lines(byte[] body) {
    return events(new BatchReader(PLAIN).lines(BY, body));
  }

  private static List<Optional<NewEvent>> events(List<BatchReader.Item> items) {
    return items.stream().map(PublishForms::event).toList();
  }

  private static Optional<NewEvent> event(BatchReader.Item item) {
    return switch (item) {
      case BatchReader.Item.Read read -> Optional.of(read.event());
      case BatchReader.Item.Wrong wrong -> Optional.empty();
      case BatchReader.Item.Forbidden forbidden -> Optional.empty();
      case BatchReader.Item.Broken broken -> Optional.empty();
    };
  }

  /// What a list is asked for.
  ///
  /// @throws Invalid with every flaw
  public static Place page(String query) {
    var parameters = new Query(UriQuery.create(query, false));
    Paging paging = Paging.of(parameters);
    parameters.done();
    if (paging.limit() < 1 || paging.limit() > Paging.MOST) {
      throw new AssertionError("a page of " + paging.limit());
    }
    return paging.after();
  }

  public static String cursor(Place place) {
    return Paging.cursor(place);
  }
}
