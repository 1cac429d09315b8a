package dev.posthouse.document;

/// Where something stands in a document: by pointer, and by line and column.
record Place(String pointer, Mark mark) {
  Place child(String name, Mark at) {
    return new Place(Pointers.child(pointer, name), at);
  }
}
