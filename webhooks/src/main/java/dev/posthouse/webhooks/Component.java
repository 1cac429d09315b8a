package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One part of a request that a message signature covers: a header by its name, or what is derived
/// from the request, such as `@method` (RFC 9421, section 2).
///
/// @param name in lower case; derived ones begin with `@`
/// @param parameter which parameter of the query, for `@query-param` alone; else empty
public record Component(String name, String parameter) {
  /// The derived components of a request (RFC 9421, section 2.2), but for `@query-param`.
  public static final Set<String> DERIVED =
      Set.of(
          "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query");

  private static final String QUERY_PARAM = "@query-param";
  private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");
  private static final Pattern QUERY_PARAM_FORM =
      Pattern.compile("@query-param;name=\"([!#-\\[\\]-~ ]*)\"");
  private static final Pattern FOLD = Pattern.compile("[ \t]*\r?\n[ \t]*");

  /// Reads a name as it stands in `Signature-Input`, without the quotes around it: `@method`,
  /// `content-digest`, `@query-param;name="id"`.
  ///
  /// @throws IllegalArgumentException with an example if there is no such component
  public static Component parse(String text) {
    Matcher param = QUERY_PARAM_FORM.matcher(text);
    if (param.matches()) {
      return new Component(QUERY_PARAM, param.group(1));
    }
    String name = text.toLowerCase(Locale.ROOT);
    if (DERIVED.contains(name) || FIELD.matcher(name).matches()) {
      return new Component(name, "");
    }
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is no component of a request; write the name of a header, @query-param;name=\"id\""
            + " or one of "
            + DERIVED.stream().sorted().collect(Collectors.joining(", ")));
  }

  /// Whether it is a header.
  public boolean isField() {
    return !name.startsWith("@");
  }

  /// Whether it is derived from the URL.
  boolean ofUrl() {
    return !isField() && !name.equals("@method");
  }

  /// What [#parse] reads.
  @Override
  public String toString() {
    return name.equals(QUERY_PARAM) ? name + ";name=" + StructuredText.quoted(parameter) : name;
  }

  /// As it stands in `Signature-Input` and in the signature base.
  String identifier() {
    String quoted = StructuredText.quoted(name);
    return name.equals(QUERY_PARAM) ? quoted + ";name=" + StructuredText.quoted(parameter) : quoted;
  }

  /// @throws IllegalArgumentException if the request does not have it
  String valueIn(RequestHead request) {
    URI target = request.target();
    return switch (name) {
      case "@method" -> request.method();
      case "@target-uri" -> target.toString();
      case "@authority" -> authority(target);
      case "@scheme" -> scheme(target);
      case "@request-target" -> path(target) + suffix(target);
      case "@path" -> path(target);
      case "@query" -> target.getRawQuery() == null ? "?" : suffix(target);
      case QUERY_PARAM -> queryParam(target);
      default -> field(request);
    };
  }

  private static String scheme(URI target) {
    return Objects.requireNonNullElse(target.getScheme(), "").toLowerCase(Locale.ROOT);
  }

  /// In lower case, without the usual port (RFC 9421, section 2.2.3).
  private static String authority(URI target) {
    String host = Objects.requireNonNullElse(target.getHost(), "").toLowerCase(Locale.ROOT);
    boolean usual =
        target.getPort() < 0
            || (scheme(target).equals("https") && target.getPort() == 443)
            || (scheme(target).equals("http") && target.getPort() == 80);
    return usual ? host : host + ":" + target.getPort();
  }

  private static String path(URI target) {
    String path = target.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private static String suffix(URI target) {
    return target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
  }

  /// Decoded as a form, and encoded again in one way (RFC 9421, section 2.2.8).
  private String queryParam(URI target) {
    String query = Objects.requireNonNullElse(target.getRawQuery(), "");
    List<String> values =
        Arrays.stream(query.split("&"))
            .map(pair -> pair.split("=", 2))
            .filter(pair -> encoded(URLDecoder.decode(pair[0], UTF_8)).equals(parameter))
            .map(pair -> pair.length > 1 ? URLDecoder.decode(pair[1], UTF_8) : "")
            .toList();
    if (values.size() != 1) {
      throw new IllegalArgumentException(
          "The query has " + values.size() + " parameters " + parameter + "; one can be signed");
    }
    return encoded(values.get(0));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /// All values in order (RFC 9421, section 2.1).
  private String field(RequestHead request) {
    List<String> values = request.fields().getOrDefault(name, List.of());
    if (values.isEmpty()) {
      throw new IllegalArgumentException("The request has no header " + name + " to be signed");
    }
    return values.stream()
        .map(value -> FOLD.matcher(value.strip()).replaceAll(" "))
        .collect(Collectors.joining(", "));
  }
}
