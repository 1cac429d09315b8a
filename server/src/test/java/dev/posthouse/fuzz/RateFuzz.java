package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.document.SaidForms;
import dev.posthouse.work.Rate;

/// Texts as rates, in forms and in documents.
public final class RateFuzz {
  private RateFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    Texts.read(() -> Rate.parse(SaidForms.rate(text))).ifPresent(RateFuzz::check);
  }

  /// What is written is read again as the same, in every language.
  private static void check(Rate rate) {
    Bounded.require(rate.starts() > 0 && rate.window().isPositive(), "a rate of " + rate);
    Bounded.require(Rate.parse(rate.text()).equals(rate), rate + " is written " + rate.text());
    for (String said : SaidForms.rates(rate.text())) {
      Bounded.require(Rate.parse(SaidForms.rate(said)).equals(rate), rate + " is said " + said);
    }
  }
}
