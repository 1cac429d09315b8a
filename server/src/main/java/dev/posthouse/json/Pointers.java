package dev.posthouse.json;

/// Writes JSON pointers (RFC 6901).
public final class Pointers {
  private Pointers() {}

  public static String child(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
