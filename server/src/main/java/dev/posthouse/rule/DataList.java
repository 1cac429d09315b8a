package dev.posthouse.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A list as CEL sees it, from JSON or built by a filter; a `CelValue` for the reason that
/// [DataObject] gives.
@SuppressWarnings("Immutable") // what was read or built is not changed
final class DataList extends CelValue implements List<Object>, RandomAccess {
  private final List<Object> items;
  private final @Nullable Trace trace;

  DataList(List<Object> items) {
    this(items, null);
  }

  DataList(List<Object> items, @Nullable Trace trace) {
    this.items = items instanceof Prefix ? items : Collections.unmodifiableList(items);
    this.trace = trace;
  }

  /// Its bytes, if it was read for a template.
  @Nullable Slice place() {
    return trace == null ? null : trace.whole();
  }

  /// The bytes of one of its items, if it was read for a template.
  @Nullable Slice place(int index) {
    return trace == null ? null : trace.at(index);
  }

  /// Both lists, one after the other. The macros `map` and `filter` add to one list again and
  /// again, so the longest list of a chain is added to, not copied. For lists of one evaluation, on
  /// its own thread.
  static DataList join(List<?> first, List<?> second) {
    List<Object> shared;
    if (canGrow(first) && ((DataList) first).items instanceof Prefix prefix) {
      shared = prefix.shared;
    } else {
      shared = new ArrayList<>(first.size() + second.size());
      shared.addAll(first);
    }
    shared.addAll(second);
    return new DataList(new Prefix(shared, shared.size()));
  }

  /// Whether [#join] adds to the list instead of copying it.
  static boolean canGrow(List<?> first) {
    return first instanceof DataList list
        && list.items instanceof Prefix prefix
        && prefix.isWhole();
  }

  /// The first items of a list to which others may be added later.
  private static final class Prefix extends AbstractList<Object> implements RandomAccess {
    private final List<Object> shared;
    private final int size;

    Prefix(List<Object> shared, int size) {
      this.shared = shared;
      this.size = size;
    }

    boolean isWhole() {
      return shared.size() == size;
    }

    @Override
    public Object get(int index) {
      if (index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return shared.get(index);
    }

    @Override
    public int size() {
      return size;
    }
  }

  @Override
  public DataList value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return items.isEmpty();
  }

  @Override
  public CelType celType() {
    return ListType.create(SimpleType.DYN);
  }

  @Override
  public Object get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  public Iterator<Object> iterator() {
    return items.iterator();
  }

  @Override
  public ListIterator<Object> listIterator() {
    return items.listIterator();
  }

  @Override
  public ListIterator<Object> listIterator(int index) {
    return items.listIterator(index);
  }

  @Override
  public List<Object> subList(int from, int to) {
    return items.subList(from, to);
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return items.contains(value);
  }

  @Override
  public boolean containsAll(Collection<?> values) {
    return items.containsAll(values);
  }

  @Override
  public int indexOf(@Nullable Object value) {
    return items.indexOf(value);
  }

  @Override
  public int lastIndexOf(@Nullable Object value) {
    return items.lastIndexOf(value);
  }

  @Override
  public Object[] toArray() {
    return items.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return items.toArray(array);
  }

  @Override
  public boolean add(Object value) {
    return items.add(value);
  }

  @Override
  public void add(int index, Object value) {
    items.add(index, value);
  }

  @Override
  public boolean addAll(Collection<?> values) {
    return items.addAll(values);
  }

  @Override
  public boolean addAll(int index, Collection<?> values) {
    return items.addAll(index, values);
  }

  @Override
  public Object set(int index, Object value) {
    return items.set(index, value);
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return items.remove(value);
  }

  @Override
  public Object remove(int index) {
    return items.remove(index);
  }

  @Override
  public boolean removeAll(Collection<?> values) {
    return items.removeAll(values);
  }

  @Override
  public boolean retainAll(Collection<?> values) {
    return items.retainAll(values);
  }

  @Override
  public void clear() {
    items.clear();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return items.equals(other);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }

  @Override
  public String toString() {
    return "a list of " + items.size();
  }
}
