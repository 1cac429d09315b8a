package dev.posthouse.store;

import dev.posthouse.event.Sha256;
import java.nio.ByteBuffer;

/// A row of `revision` as a link of a chain: its hash covers all that it holds and the hash of the
/// row before, so that none can be changed or taken out unnoticed.
///
/// @param at in microseconds
/// @param origin the address that it came from
/// @param shown the secret that was shown with it
public record Link(
    long number,
    long tenant,
    String kind,
    long resource,
    String action,
    String who,
    String origin,
    String shown,
    long at,
    String doc) {
  /// SHA-256 of the hash before, the numbers in 8 bytes each (number, tenant, resource, at; the
  /// most significant first), and the texts in UTF-8 (kind, action, who, origin, shown, doc),
  /// before each the count of its bytes in 4.
  ///
  /// @param before the hash of the revision before, empty for the first one
  public byte[] hash(byte[] before) {
    var numbers = ByteBuffer.allocate(4 * Long.BYTES);
    return new Sha256()
        .add(before)
        .add(numbers.putLong(number).putLong(tenant).putLong(resource).putLong(at).array())
        .add(kind)
        .add(action)
        .add(who)
        .add(origin)
        .add(shown)
        .add(doc)
        .hash();
  }
}
