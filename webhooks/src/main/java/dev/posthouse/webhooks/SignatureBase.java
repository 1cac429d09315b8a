package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.stream.Collectors;

/// What a message signature is made over: a line for each covered component, and one for the
/// signature's own parameters (RFC 9421, section 2.5).
///
/// @param input the covered components and the parameters, as in `Signature-Input`
/// @param text the lines
record SignatureBase(String input, String text) {

  /// @throws IllegalArgumentException if the request lacks a component, or a value of one is not
  ///   ASCII or would forge a line
  static SignatureBase of(
      RequestHead request, List<Component> covered, SignatureParameters parameters) {
    return of(
        request,
        covered,
        covered.stream().map(Component::identifier).collect(Collectors.joining(" ", "(", ")"))
            + parameters.serialised());
  }

  /// The same for what was received.
  ///
  /// @param input the covered components and the parameters, as they stand there
  static SignatureBase of(RequestHead request, List<Component> covered, String input) {
    var text = new StringBuilder();
    for (Component component : covered) {
      String value = component.valueIn(request);
      if (!value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')) {
        throw new IllegalArgumentException(
            "The value of " + component.name() + " is not printable ASCII and cannot be signed");
      }
      text.append(component.identifier()).append(": ").append(value).append('\n');
    }
    return new SignatureBase(
        input, text.append("\"@signature-params\": ").append(input).toString());
  }

  byte[] bytes() {
    return text.getBytes(US_ASCII);
  }
}
