package dev.posthouse.net;

import java.util.regex.Pattern;

/// What others said, as it may stand between the quotes of a line of the log.
public final class Quoted {
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\"]");

  private Quoted() {}

  public static String of(String text) {
    return UNFIT.matcher(text).replaceAll(" ");
  }

  /// Why something failed, in the words of who noticed.
  public static String why(Exception failure) {
    return of(String.valueOf(failure.getMessage()));
  }
}
