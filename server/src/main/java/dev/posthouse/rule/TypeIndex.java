package dev.posthouse.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds what is filed under the patterns that match a type, in time that depends on the type's
/// segments and the matches, not on how much is filed: a tree with one level for each segment.
/// Filled first, read by any number of threads afterwards.
public final class TypeIndex<T> {
  final Node<T> root = new Node<>();

  /// The part of all patterns that begin with the same segments.
  static final class Node<T> {
    final Map<String, Node<T>> named = new HashMap<>();

    /// What follows a `*` that stands for one segment.
    @Nullable Node<T> any;

    /// Filed under a pattern that ends here.
    final List<T> here = new ArrayList<>();

    /// Filed under a pattern that ends here with `*`: one or more further segments.
    final List<T> beyond = new ArrayList<>();

    Node<T> named(String segment) {
      return named.computeIfAbsent(segment, ignored -> new Node<>());
    }

    Node<T> any() {
      if (any == null) {
        any = new Node<>();
      }
      return any;
    }
  }

  public void add(TypePattern pattern, T what) {
    List<String> segments = pattern.segments();
    Node<T> node = root;
    for (int i = 0; i < segments.size() - 1; i++) {
      String segment = segments.get(i);
      node = segment.equals(TypePattern.STAR) ? node.any() : node.named(segment);
    }
    String last = segments.getLast();
    if (last.equals(TypePattern.STAR)) {
      node.beyond.add(what);
    } else {
      node.named(last).here.add(what);
    }
  }

  /// Tells everything filed under a pattern that matches; what is filed under several of them is
  /// told several times.
  public void match(String type, Consumer<T> found) {
    match(root, type, 0, found);
  }

  private static <T> void match(Node<T> node, String type, int start, Consumer<T> found) {
    node.beyond.forEach(found);
    if (node.named.isEmpty() && node.any == null) {
      return;
    }
    int dot = type.indexOf('.', start);
    String segment = dot < 0 ? type.substring(start) : type.substring(start, dot);
    Node<T> named = node.named.get(segment);
    if (named != null) {
      follow(named, type, dot, found);
    }
    if (node.any != null) {
      follow(node.any, type, dot, found);
    }
  }

  private static <T> void follow(Node<T> node, String type, int dot, Consumer<T> found) {
    if (dot < 0) {
      node.here.forEach(found);
    } else {
      match(node, type, dot + 1, found);
    }
  }
}
