package dev.posthouse;

import java.security.SecureRandom;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/// Chance for keys and secrets that is the same in every run. For tests only.
@NullMarked
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1;
  private final Random random;

  SeededRandom(long seed) {
    random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
