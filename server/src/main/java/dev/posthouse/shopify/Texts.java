package dev.posthouse.shopify;

/// What others wrote, made fit to be shown.
final class Texts {
  private static final int MOST = 300;

  private Texts() {}

  static String shown(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\"]", " ").strip();
    return clean.length() <= MOST ? clean : clean.substring(0, MOST) + "…";
  }
}
