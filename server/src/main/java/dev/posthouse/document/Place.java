package dev.posthouse.document;

import java.util.ArrayDeque;
import java.util.Optional;

/// Where something stands in a document: by its steps from the top, and by line and column. The
/// pointer is put together only when something is said about the place: all pointers of a tree can
/// be far larger than the tree.
record Place(Optional<Place> above, String step, Mark mark) {
  static Place top(Mark mark) {
    return new Place(Optional.empty(), "", mark);
  }

  Place child(String name, Mark at) {
    return new Place(Optional.of(this), name, at);
  }

  /// The same place, seen at another mark.
  Place seen(Mark at) {
    return new Place(above, step, at);
  }

  String pointer() {
    var steps = new ArrayDeque<String>();
    for (Place place = this; place.above.isPresent(); place = place.above.get()) {
      steps.push(place.step);
    }
    var pointer = new StringBuilder();
    steps.forEach(name -> pointer.append(Pointers.child("", name)));
    return pointer.toString();
  }
}
