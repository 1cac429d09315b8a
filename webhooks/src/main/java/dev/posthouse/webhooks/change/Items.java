package dev.posthouse.webhooks.change;

/// How the items of an array are told apart.
///
/// @param key for [Mode#KEYED] the member that names an item, such as `id`; else empty
public record Items(Mode mode, String key) {
  /// By their places: another order is a change.
  public static final Items LIST = new Items(Mode.LIST, "");

  /// By their values alone, how often each occurs not counting.
  public static final Items SET = new Items(Mode.SET, "");

  /// By their values and how often each occurs, in whatever order.
  public static final Items BAG = new Items(Mode.BAG, "");

  public Items {
    if (mode == Mode.KEYED == key.isEmpty()) {
      throw new IllegalArgumentException("Items that are keyed need a key, others have none");
    }
  }

  /// By a member of theirs, in whatever order. Items that share a key, or have none, are told apart
  /// by their values.
  public static Items by(String key) {
    return new Items(Mode.KEYED, key);
  }

  public enum Mode {
    LIST,
    SET,
    BAG,
    KEYED
  }
}
