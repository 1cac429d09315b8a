package dev.posthouse.net;

import java.util.List;

/// Where a connection leads and on which terms it was opened. Connections are shared only by
/// requests of the same route, so one opened without verification, or to an address that another
/// endpoint does not allow, never serves that other.
public record Route(Target target, Trust trust, List<Cidr> allowedIps) {
  public Route {
    allowedIps = List.copyOf(allowedIps);
  }
}
