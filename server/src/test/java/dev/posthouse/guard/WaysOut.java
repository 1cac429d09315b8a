package dev.posthouse.guard;

import java.lang.classfile.ClassModel;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Connections are opened, and names looked up, by the guarded connector alone: a way around it
/// would be a way to addresses that are closed. The command line, which runs on the machine of its
/// user, has its own. (Databases are reached by their drivers, which are no code of ours.)
final class WaysOut {
  private static final Set<String> OPEN = Set.of("net", "cli");
  private static final List<Pattern> FORBIDDEN =
      List.of(
          member("java/net/Socket\\.<init>"),
          member("java/net/(Datagram|Multicast)Socket\\.<init>"),
          member("java/net/URL\\.(openConnection|openStream|getContent)"),
          member("java/net/http/HttpClient\\.(newHttpClient|newBuilder)"),
          member("java/net/InetAddress\\.(getByName|getAllByName|isReachable)"),
          member("java/nio/channels/(Asynchronous)?(Socket|Datagram)Channel\\.open"),
          member("javax/net/(ssl/SSL)?SocketFactory\\.(getDefault|createSocket)"),
          Pattern.compile("org/apache/hc/client5/.*"),
          Pattern.compile("io/helidon/webclient/.*"),
          member("com/nimbusds/.*\\.(retrieveResource|load|resolve|toHTTPRequest|send)"));

  private WaysOut() {}

  static List<String> violations(ClassModel model) {
    if (OPEN.contains(PackageOrder.packageOf(model.thisClass().asInternalName()))) {
      return List.of();
    }
    return References.members(model).stream()
        .filter(used -> FORBIDDEN.stream().anyMatch(rule -> rule.matcher(used).matches()))
        .map(used -> "%s uses %s".formatted(References.readable(model), used))
        .toList();
  }

  private static Pattern member(String name) {
    return Pattern.compile(name + "\\(.*");
  }
}
