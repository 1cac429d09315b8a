package dev.posthouse.guard;

import java.lang.classfile.ClassModel;
import java.util.List;
import java.util.stream.Stream;

/// The order of the packages follows the path of an event: a package imports only what stands to
/// its right, so that cycles cannot be. The root package puts the parts together and imports all;
/// nobody imports it. The webhooks library may be imported by all.
final class PackageOrder {
  static final String ROOT = "dev/posthouse/";

  static final List<String> ORDER =
      List.of(
          "cli",
          "demo",
          "web",
          "shopify",
          "receive",
          "bulk",
          "accept",
          "explain",
          "deliver",
          "route",
          "history",
          "document",
          "config",
          "oauth",
          "access",
          "eventtype",
          "schema",
          "rule",
          "store",
          "net",
          "json",
          "work",
          "event");
  private static final String LIBRARY = "webhooks";
  private static final String ROOT_PACKAGE = "";

  private PackageOrder() {}

  /// One line for each import that the order forbids.
  static List<String> violations(ClassModel model) {
    String from = packageOf(model.thisClass().asInternalName());
    Stream<String> imports =
        References.classes(model).stream()
            .filter(name -> name.startsWith(ROOT))
            .filter(name -> !packageOf(name).equals(from))
            .filter(name -> !allowed(from, packageOf(name)))
            .map(name -> "%s imports %s".formatted(References.readable(model), dotted(name)));
    return Stream.concat(unknown(model, from), imports).toList();
  }

  /// The event package names nothing but itself, the webhooks library, the JDK and the nullness
  /// annotations.
  static List<String> foreignWordsInEvent(ClassModel model) {
    if (!packageOf(model.thisClass().asInternalName()).equals("event")) {
      return List.of();
    }
    return References.classes(model).stream()
        .filter(name -> !name.startsWith("java/") && !name.startsWith("org/jspecify/"))
        .filter(name -> !name.startsWith(ROOT + "event/"))
        .filter(name -> !name.startsWith(ROOT + LIBRARY + "/"))
        .map(name -> "%s uses %s".formatted(References.readable(model), dotted(name)))
        .toList();
  }

  /// `route` for `dev/posthouse/route/Router`, the empty text for the root package.
  static String packageOf(String name) {
    String below = name.substring(ROOT.length());
    int end = below.lastIndexOf('/');
    return end < 0 ? ROOT_PACKAGE : below.substring(0, end);
  }

  private static Stream<String> unknown(ClassModel model, String from) {
    if (known(from)) {
      return Stream.empty();
    }
    return Stream.of(
        "%s: package %s has no place in the order; give it one here and in docs/architecture.md"
            .formatted(References.readable(model), from));
  }

  private static boolean known(String name) {
    return name.equals(ROOT_PACKAGE) || ORDER.contains(name);
  }

  private static boolean allowed(String from, String to) {
    if (to.equals(LIBRARY) || to.startsWith(LIBRARY + "/") || from.equals(ROOT_PACKAGE)) {
      return !to.equals(ROOT_PACKAGE);
    }
    if (from.equals("cli")) {
      return to.equals("event");
    }
    return ORDER.contains(to) && ORDER.indexOf(from) < ORDER.indexOf(to);
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
