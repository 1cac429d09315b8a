package dev.posthouse.config;

import dev.posthouse.access.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A URL as it may be shown: the values of parameters that sound like credentials, such as
/// `?access_token=…`, as `***`, and what follows the host where whoever knows the address may send.
public final class UrlMask {
  private static final Pattern PARAMETER = Pattern.compile("(?<=[?&])([^=&#]*)=([^&#]*)");

  /// Keys of cloud functions and signed addresses.
  private static final Set<String> SHORT = Set.of("code", "sig");

  /// Hosts, those below them included, that take messages from whoever knows the path: chat rooms
  /// and the triggers of automation services.
  private static final List<String> SECRET_PATHS =
      List.of(
          "hooks.slack.com",
          "discord.com",
          "discordapp.com",
          "webhook.office.com",
          "logic.azure.com",
          "hooks.zapier.com",
          "maker.ifttt.com",
          "make.com",
          "integromat.com",
          "open.feishu.cn",
          "open.larksuite.com");

  private UrlMask() {}

  public static String mask(URI url) {
    if (hasSecretPath(url)) {
      return url.getScheme() + "://" + url.getRawAuthority() + "/" + Secret.MASK;
    }
    return PARAMETER
        .matcher(url.toString())
        .replaceAll(p -> sensitive(p.group(1)) ? "$1=" + Secret.MASK : "$0");
  }

  private static boolean sensitive(String parameter) {
    return HeaderRules.sensitive(parameter) || SHORT.contains(parameter.toLowerCase(Locale.ROOT));
  }

  private static boolean hasSecretPath(URI url) {
    String host = "." + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    boolean said = url.getRawPath() != null && url.getRawPath().length() > 1;
    return said && SECRET_PATHS.stream().anyMatch(known -> host.endsWith("." + known));
  }

  /// Whether a text is what a mask leaves of a URL.
  public static boolean isMask(String text) {
    if (text.contains("=" + Secret.MASK)) {
      return true;
    }
    try {
      return text.endsWith("/" + Secret.MASK) && hasSecretPath(new URI(text));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static boolean masked(URI url) {
    return !mask(url).equals(url.toString());
  }
}
