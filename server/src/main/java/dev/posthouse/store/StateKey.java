package dev.posthouse.store;

import dev.posthouse.event.Event;
import dev.posthouse.event.Sha256;
import java.nio.ByteBuffer;

/// What a remembered state is of: the first 128 bits of a hash, so that no text of a subject stands
/// in the table. Two of them are never equal by chance.
record StateKey(long id, long rest) implements Comparable<StateKey> {
  private static final String ORDER = "order";

  /// The subject of an event, of which the newest moment is remembered.
  static StateKey order(Event event) {
    return of(
        new Sha256()
            .add(Long.toHexString(event.tenant().value()))
            .add(ORDER)
            .add(event.origin().source())
            .add(event.envelope().subject())
            .hash());
  }

  static StateKey of(byte[] hash) {
    var bytes = ByteBuffer.wrap(hash);
    return new StateKey(bytes.getLong(), bytes.getLong());
  }

  @Override
  public int compareTo(StateKey other) {
    int first = Long.compare(id, other.id);
    return first != 0 ? first : Long.compare(rest, other.rest);
  }
}
