package dev.posthouse.shopify;

import dev.posthouse.net.Quoted;

/// What others wrote, made fit to be shown.
final class Texts {
  private static final int MOST = 300;

  private Texts() {}

  static String shown(String text) {
    String clean = Quoted.of(text).strip();
    return clean.length() <= MOST ? clean : clean.substring(0, MOST) + "…";
  }
}
