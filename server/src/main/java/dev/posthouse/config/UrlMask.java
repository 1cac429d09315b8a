package dev.posthouse.config;

import dev.posthouse.access.Secret;
import java.net.URI;
import java.util.regex.Pattern;

/// A URL as it may be shown: the values of parameters that sound like credentials, such as
/// `?access_token=…`, as `***`.
public final class UrlMask {
  private static final Pattern PARAMETER = Pattern.compile("(?<=[?&])([^=&#]*)=([^&#]*)");

  private UrlMask() {}

  public static String mask(URI url) {
    return PARAMETER
        .matcher(url.toString())
        .replaceAll(p -> HeaderRules.sensitive(p.group(1)) ? "$1=" + Secret.MASK : "$0");
  }

  static boolean masked(URI url) {
    return !mask(url).equals(url.toString());
  }
}
