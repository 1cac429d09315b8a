package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import dev.posthouse.work.Quota;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/// Who is asking, for which tenant, and what they may do.
///
/// @param who what revisions record, see [Actor]
/// @param admin whether the admin key itself asks
/// @param quotas how many events may be published; empty: no limit
public record Caller(
    TenantId tenant,
    Set<Role> roles,
    String who,
    boolean admin,
    InetAddress from,
    Publishing publishing,
    List<Quota> quotas) {
  public Caller {
    roles = Set.copyOf(roles);
    quotas = List.copyOf(quotas);
  }

  /// Without a key.
  public Caller(TenantId tenant, Set<Role> roles, String who, InetAddress from) {
    this(tenant, roles, who, false, from, Publishing.ANYTHING, List.of());
  }

  /// On this machine, without any restriction.
  public Caller(TenantId tenant, Set<Role> roles, String who) {
    this(tenant, roles, who, InetAddress.getLoopbackAddress());
  }

  Caller with(List<Quota> others) {
    return new Caller(tenant, roles, who, admin, from, publishing, others);
  }

  public boolean may(Role role) {
    return roles.contains(role);
  }

  public Actor actor() {
    return new Actor(who, from.getHostAddress());
  }
}
