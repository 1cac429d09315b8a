package dev.posthouse.rule;

import dev.posthouse.event.Payload;
import dev.posthouse.event.SearchKey;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/// Fields of the data by whose values events are to be found, such as `order.id`, also within
/// lists: `lines.sku` is the `sku` of each of the `lines`.
public record SearchFields(List<String> names, Branch root) {
  public static final SearchFields NONE = new SearchFields(List.of());

  /// Each costs every event of a type a row or more.
  public static final int MOST = 20;

  /// Values of one event that it is found by; what the data hold beyond is not.
  public static final int MOST_VALUES = 50;

  private static final String NAME = "searchable";
  private static final int LONGEST = 200;

  public SearchFields(List<String> names) {
    this(List.copyOf(names), Branch.of(names));
  }

  /// What stands below a name.
  ///
  /// @param field what is found by the value that stands here; null: nothing
  public record Branch(@Nullable String field, Map<String, Branch> below) {
    private static Branch of(List<String> names) {
      return at(
          null,
          names.stream().map(name -> new Rest(name, List.of(name.split("\\.", -1)))).toList());
    }

    private record Rest(String name, List<String> segments) {}

    private static Branch at(@Nullable String field, List<Rest> rests) {
      var groups = new HashMap<String, List<Rest>>();
      for (Rest rest : rests) {
        groups.computeIfAbsent(rest.segments().getFirst(), s -> new ArrayList<>()).add(rest);
      }
      var below = new HashMap<String, Branch>();
      groups.forEach((segment, group) -> below.put(segment, below(group)));
      return new Branch(field, Map.copyOf(below));
    }

    private static Branch below(List<Rest> group) {
      String here = null;
      var deeper = new ArrayList<Rest>();
      for (Rest rest : group) {
        List<String> segments = rest.segments();
        if (segments.size() == 1) {
          here = rest.name();
        } else {
          deeper.add(new Rest(rest.name(), segments.subList(1, segments.size())));
        }
      }
      return at(here, deeper);
    }
  }

  /// Of the field `searchable`; flaws are collected in `fields`.
  public static SearchFields read(Fields fields) {
    List<String> names = List.copyOf(new LinkedHashSet<>(fields.list(NAME, SearchFields::checked)));
    if (names.size() > MOST) {
      fields.flaw(NAME, "has " + names.size() + " entries; at most " + MOST);
      return NONE;
    }
    return names.isEmpty() ? NONE : new SearchFields(names);
  }

  private static String checked(String name) {
    boolean path =
        name.length() <= LONGEST
            && Stream.of(name.split("\\.", -1)).noneMatch(String::isBlank)
            && name.chars().noneMatch(Character::isISOControl);
    if (!path) {
      throw new IllegalArgumentException(
          "is no field of the data, such as order.id or lines.sku, of at most "
              + LONGEST
              + " characters");
    }
    return name;
  }

  /// Absent where there are none.
  public void write(ObjectNode json) {
    if (!none()) {
      var list = json.putArray(NAME);
      names.forEach(list::add);
    }
  }

  public boolean none() {
    return names.isEmpty();
  }

  public SearchFields and(SearchFields other) {
    if (none() || other.none()) {
      return none() ? other : this;
    }
    return new SearchFields(
        Stream.of(names, other.names).flatMap(List::stream).distinct().toList());
  }

  /// What an event with these data is found by; nothing where they are not JSON.
  public List<Long> keys(TenantId tenant, Payload data) {
    if (!data.isJson() || data.size() == 0) {
      return List.of();
    }
    var found = new Found(tenant, new LinkedHashSet<>());
    try {
      return DataReader.read(
          data.bytes(),
          (json, first) -> {
            found.value(json, first, root);
            return List.copyOf(found.keys());
          });
    } catch (JacksonException unreadable) {
      return List.of();
    }
  }

  private record Found(TenantId tenant, Set<Long> keys) {
    void value(JsonParser json, JsonToken token, Branch at) {
      switch (token) {
        case START_OBJECT -> object(json, at);
        case START_ARRAY -> {
          for (JsonToken item = json.nextToken();
              item != JsonToken.END_ARRAY;
              item = json.nextToken()) {
            value(json, item, at);
          }
        }
        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> {
          if (at.field() != null && keys.size() < MOST_VALUES) {
            keys.add(SearchKey.of(tenant, at.field(), json.getString()));
          }
        }
        case VALUE_NULL,
            END_OBJECT,
            END_ARRAY,
            PROPERTY_NAME,
            VALUE_EMBEDDED_OBJECT,
            NOT_AVAILABLE -> {}
      }
    }

    private void object(JsonParser json, Branch at) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        JsonToken token = json.nextToken();
        Branch below = at.below().get(name);
        if (below == null) {
          json.skipChildren();
        } else {
          value(json, token, below);
        }
      }
    }
  }
}
