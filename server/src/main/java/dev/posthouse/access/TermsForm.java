package dev.posthouse.access;

import dev.posthouse.json.Fields;
import dev.posthouse.json.Times;
import dev.posthouse.net.Cidr;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.work.Rate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a key and of a tenant that say what they let in, as JSON. What is not restricted
/// is absent, in a key and a tenant that are shown as in those that are written.
public final class TermsForm {
  /// A list is walked for every request, or every event.
  private static final int MOST = 100;

  private static final int LONGEST_TEXT = 1024;

  private TermsForm() {}

  /// Flaws are collected in `fields`.
  public static Terms read(Fields fields) {
    return new Terms(roles(fields), publishing(fields), admission(fields), expires(fields));
  }

  private static Set<Role> roles(Fields fields) {
    List<Role> roles = fields.list("roles", Role::parse);
    if (roles.isEmpty() && fields.node("roles").filter(n -> !n.isArray()).isEmpty()) {
      fields.flaw("roles", "names no role; write [\"publish\"], or more of them");
    }
    return roles.isEmpty() ? Set.of() : EnumSet.copyOf(roles);
  }

  private static Publishing publishing(Fields fields) {
    return new Publishing(
        few(fields, "sources", TermsForm::text),
        few(fields, "types", TypePattern::new),
        fields.optional("organisation", TermsForm::text).orElse(""));
  }

  static Admission admission(Fields fields) {
    return new Admission(
        few(fields, "allowedIps", Cidr::parse), fields.optional("publishRate", Rate::parse));
  }

  private static <T> List<T> few(Fields fields, String name, Function<String, T> reader) {
    List<T> values = fields.list(name, reader);
    if (values.size() > MOST) {
      fields.flaw(name, "has " + values.size() + " entries; at most " + MOST);
    } else if (values.isEmpty()
        && fields.node(name).filter(n -> n.isArray() && n.isEmpty()).isPresent()) {
      fields.flaw(name, "lets nothing in; leave it out to let everything in");
    }
    return values;
  }

  private static Instant expires(Fields fields) {
    return fields.optional("expires", Times::parse).orElse(Instant.MAX);
  }

  private static String text(String text) {
    if (text.isBlank() || text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("is a text of 1 to " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  public static void write(ObjectNode json, Terms terms) {
    var roles = json.putArray("roles");
    terms.roles().stream().sorted().forEach(role -> roles.add(role.word()));
    Publishing publishing = terms.publishing();
    texts(json, "sources", publishing.sources());
    texts(json, "types", publishing.types());
    if (!publishing.organisation().isEmpty()) {
      json.put("organisation", publishing.organisation());
    }
    write(json, terms.admission());
    if (!terms.expires().equals(Instant.MAX)) {
      json.put("expires", terms.expires().toString());
    }
  }

  static void write(ObjectNode json, Admission admission) {
    texts(json, "allowedIps", admission.allowedIps());
    admission.publishRate().ifPresent(rate -> json.put("publishRate", rate.text()));
  }

  private static void texts(ObjectNode json, String name, List<?> values) {
    if (!values.isEmpty()) {
      var list = json.putArray(name);
      values.forEach(value -> list.add(value.toString()));
    }
  }
}
