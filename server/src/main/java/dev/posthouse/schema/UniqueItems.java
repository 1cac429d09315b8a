package dev.posthouse.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The keyword `uniqueItems`, by comparing the items' texts: a set of texts stays fast when
/// somebody chooses items whose hash codes are equal, a set of JSON values does not.
final class UniqueItems implements Keyword {
  @Override
  public String getValue() {
    return KeywordType.UNIQUE_ITEMS.getValue();
  }

  @Override
  public KeywordValidator newValidator(
      SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
    return new Validator(location, value, parent, context);
  }

  private static final class Validator extends BaseKeywordValidator {
    private final boolean unique;

    Validator(SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
      super(KeywordType.UNIQUE_ITEMS, value, location, parent, context);
      unique = value.asBoolean(false);
    }

    @Override
    public void validate(
        ExecutionContext context, JsonNode list, JsonNode root, NodePath location) {
      Set<String> seen = new HashSet<>();
      if (unique
          && list.isArray()
          && list.valueStream().anyMatch(item -> !seen.add(canonical(item)))) {
        context.addError(
            error()
                .instanceNode(list)
                .instanceLocation(location)
                .evaluationPath(context.getEvaluationPath())
                .build());
      }
    }
  }

  private static String canonical(JsonNode item) {
    StringBuilder text = new StringBuilder();
    write(item, text);
    return text.toString();
  }

  /// Numbers by their value, fields by their names' order.
  private static void write(JsonNode node, StringBuilder text) {
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      text.append(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
    } else if (node.isArray()) {
      text.append('[');
      for (JsonNode item : node) {
        write(item, text);
        text.append(',');
      }
      text.append(']');
    } else if (node.isObject()) {
      text.append('{');
      List<String> names = new ArrayList<>(node.propertyNames());
      names.sort(null);
      for (String name : names) {
        text.append(name.length()).append('"').append(name);
        write(node.get(name), text);
      }
      text.append('}');
    } else {
      String shown = node.asString();
      text.append(node.getNodeType()).append(shown.length()).append('"').append(shown);
    }
  }
}
