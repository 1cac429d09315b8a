package dev.posthouse.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object as CEL sees it. CEL walks through a whole plain map each time it touches one, to
/// convert what is in it; a `CelValue` it takes as it is, so a big event costs no more than a small
/// one.
@SuppressWarnings("Immutable") // what was read is not changed
final class DataObject extends CelValue implements Map<String, Object> {
  static final DataObject EMPTY = new DataObject(Map.of());

  private final Map<String, Object> fields;
  private final @Nullable Trace trace;

  DataObject(Map<String, Object> fields) {
    this(fields, null);
  }

  DataObject(Map<String, Object> fields, @Nullable Trace trace) {
    this.fields = Collections.unmodifiableMap(fields);
    this.trace = trace;
  }

  /// Its bytes, if it was read for a template.
  @Nullable Slice place() {
    return trace == null ? null : trace.whole();
  }

  /// The bytes of one of its values, if it was read for a template.
  @Nullable Slice place(String name) {
    return trace == null ? null : trace.of(name, fields);
  }

  @Override
  public DataObject value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return fields.isEmpty();
  }

  @Override
  public CelType celType() {
    return MapType.create(SimpleType.STRING, SimpleType.DYN);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return fields.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return fields.containsKey(key);
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return fields.containsValue(value);
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  @Override
  public Set<String> keySet() {
    return fields.keySet();
  }

  @Override
  public Collection<Object> values() {
    return fields.values();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return fields.entrySet();
  }

  @Override
  public @Nullable Object put(String key, Object value) {
    return fields.put(key, value);
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    return fields.remove(key);
  }

  @Override
  public void putAll(Map<? extends String, ?> other) {
    fields.putAll(other);
  }

  @Override
  public void clear() {
    fields.clear();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return fields.equals(other);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /// Short, because CEL puts values into the messages of its exceptions.
  @Override
  public String toString() {
    return "an object";
  }
}
