package dev.posthouse.webhooks;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Several schemes, any of which is enough: for providers that change theirs while both are in use.
/// Only as strong as the weakest of them, so name a single one where the provider allows it. Each
/// secret goes to those schemes that can read it; a sender uses the first of them.
public record AnyScheme(List<Scheme> schemes) implements Scheme {
  /// The message is not of the scheme at all.
  private static final Set<Refusal> NOT_OF_THIS_SCHEME =
      Set.of(Refusal.MISSING_HEADER, Refusal.MISSING_CREDENTIAL, Refusal.UNKNOWN_VERSION);

  /// @throws IllegalArgumentException if there is none
  public AnyScheme {
    schemes = List.copyOf(schemes);
    if (schemes.isEmpty()) {
      throw new IllegalArgumentException("There is no scheme to choose from");
    }
  }

  public static AnyScheme of(Scheme... schemes) {
    return new AnyScheme(List.of(schemes));
  }

  /// @throws IllegalArgumentException also if none of the schemes can read one of the secrets
  @Override
  public Verifier verifier(List<String> secrets) {
    List<String> all = Scheme.checked(secrets);
    Set<Integer> unread = new TreeSet<>(IntStream.range(0, all.size()).boxed().toList());
    List<Choice> choices = new ArrayList<>();
    for (Scheme scheme : schemes) {
      List<Integer> places =
          IntStream.range(0, all.size())
              .filter(place -> reads(scheme, all.get(place)))
              .boxed()
              .toList();
      if (!places.isEmpty()) {
        choices.add(new Choice(scheme.verifier(places.stream().map(all::get).toList()), places));
        unread.removeAll(places);
      }
    }
    for (int place : unread) {
      // Throws, with the right form of the scheme that is preferred.
      schemes.get(0).verifier(List.of(all.get(place)));
      throw new IllegalArgumentException(
          "Secret " + (place + 1) + " is a public key, and none of the schemes verifies with one");
    }
    return (request, now) -> verify(choices, request, now);
  }

  /// What everybody may know is a key for those alone who verify with public keys: as a shared
  /// secret anybody could sign with it.
  private static boolean reads(Scheme scheme, String secret) {
    boolean open =
        secret.startsWith(Ed25519PublicKey.PREFIX) || secret.stripLeading().startsWith("{");
    boolean verifiesByOpen =
        scheme instanceof StandardScheme
            || scheme instanceof MessageScheme
            || scheme instanceof JwtScheme;
    if (open && !verifiesByOpen) {
      return false;
    }
    try {
      scheme.verifier(List.of(secret));
      return true;
    } catch (IllegalArgumentException ofAnotherScheme) {
      return false;
    }
  }

  /// A verifier, and the places of its secrets among all.
  private record Choice(Verifier verifier, List<Integer> places) {}

  private static Verification verify(List<Choice> choices, Request request, Instant now) {
    List<Refused> refusals = new ArrayList<>();
    for (Choice choice : choices) {
      Verification seen = choice.verifier().verify(request, now);
      if (seen instanceof Verified verified) {
        int place = choice.places().get(verified.secret());
        return new Verified(verified.id(), verified.timestamp(), place);
      }
      refusals.add((Refused) seen);
    }
    return refusals.stream()
        .filter(refused -> !NOT_OF_THIS_SCHEME.contains(refused.refusal()))
        .findFirst()
        .orElse(refusals.get(0));
  }

  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    return schemes.stream()
        .filter(scheme -> reads(scheme, secret))
        .findFirst()
        .orElse(schemes.get(0))
        .sign(request, secret, id, at);
  }
}
