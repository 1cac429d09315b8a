package dev.posthouse.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How many of many subscriptions one event could match at once.
///
/// Walks the tree of their patterns by every prefix that makes a difference: each segment that a
/// pattern names, and one that none names. A prefix whose remaining subscriptions are few enough is
/// left aside at once, so the walk is short unless the limit is really near.
public final class Overlap {
  /// How many subscriptions of a tenant may match one type: each costs an event of that type one
  /// filter and, where it passes, one delivery.
  public static final int LIMIT = 1_000;

  /// Prefixes looked at before the answer is a cautious yes; reached only by patterns made for it.
  private static final int STEPS = 10_000;

  private final int limit;
  private int steps;

  private Overlap(int limit) {
    this.limit = limit;
  }

  /// Whether more than `limit` of these subscriptions, each given as its patterns, may match one
  /// and the same type. A no is certain.
  public static boolean mayExceed(int limit, Collection<List<TypePattern>> subscriptions) {
    if (subscriptions.size() <= limit) {
      return false;
    }
    TypeIndex<Integer> index = new TypeIndex<>();
    int number = 0;
    for (List<TypePattern> patterns : subscriptions) {
      for (TypePattern pattern : patterns) {
        index.add(pattern, number);
      }
      number++;
    }
    return new Overlap(limit).exceeds(List.of(index.root), Set.of());
  }

  /// `matched` are those that match whatever follows the prefix.
  private boolean exceeds(List<TypeIndex.Node<Integer>> nodes, Set<Integer> matched) {
    if (++steps > STEPS) {
      return true;
    }
    Set<Integer> reachable = new HashSet<>(matched);
    nodes.forEach(node -> collect(node, reachable));
    if (reachable.size() <= limit) {
      return false;
    }
    Set<Integer> onwards = new HashSet<>(matched);
    nodes.forEach(node -> onwards.addAll(node.beyond));
    Set<String> names = new HashSet<>();
    nodes.forEach(node -> names.addAll(node.named.keySet()));
    for (String name : names) {
      if (ends(next(nodes, name), onwards) || exceeds(next(nodes, name), onwards)) {
        return true;
      }
    }
    List<TypeIndex.Node<Integer>> unnamed = next(nodes, "");
    return ends(unnamed, onwards) || (!unnamed.isEmpty() && exceeds(unnamed, onwards));
  }

  /// Where a prefix leads with one more segment; an empty name stands for one that nobody names.
  private static List<TypeIndex.Node<Integer>> next(
      List<TypeIndex.Node<Integer>> nodes, String name) {
    List<TypeIndex.Node<Integer>> next = new ArrayList<>();
    for (TypeIndex.Node<Integer> node : nodes) {
      TypeIndex.Node<Integer> named = node.named.get(name);
      if (named != null) {
        next.add(named);
      }
      if (node.any != null) {
        next.add(node.any);
      }
    }
    return next;
  }

  /// Whether too many match a type that ends here.
  private boolean ends(List<TypeIndex.Node<Integer>> nodes, Set<Integer> onwards) {
    Set<Integer> all = new HashSet<>(onwards);
    nodes.forEach(node -> all.addAll(node.here));
    return all.size() > limit;
  }

  private static void collect(TypeIndex.Node<Integer> node, Set<Integer> all) {
    all.addAll(node.here);
    all.addAll(node.beyond);
    node.named.values().forEach(child -> collect(child, all));
    if (node.any != null) {
      collect(node.any, all);
    }
  }
}
