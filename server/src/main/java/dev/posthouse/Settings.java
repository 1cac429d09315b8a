package dev.posthouse;

import dev.posthouse.json.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The texts of all settings: flags win over the environment, that over the YAML file. A name that
/// nobody knows stops the start.
record Settings(Map<String, String> values) {
  private static final String PREFIX = "POSTHOUSE_";

  /// What an operator has written is wrong; the message says what to write instead.
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  /// @param flags what stands behind `serve`
  /// @throws Wrong with the first thing that is wrong
  static Settings of(List<String> flags, Map<String, String> environment) {
    Map<String, String> fromFlags = flags(flags);
    Map<String, String> fromEnvironment = environment(environment);
    String file =
        fromFlags.getOrDefault(Setting.CONFIG, fromEnvironment.getOrDefault(Setting.CONFIG, ""));
    var values = new HashMap<String, String>(file.isEmpty() ? Map.of() : yaml(Path.of(file)));
    values.putAll(fromEnvironment);
    values.putAll(fromFlags);
    return new Settings(Map.copyOf(values));
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  private static Map<String, String> flags(List<String> flags) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < flags.size(); i++) {
      String[] parts = flags.get(i).split("=", 2);
      Setting setting = flag(parts[0]);
      if (parts.length == 2) {
        values.put(setting.name(), parts[1]);
      } else if (setting.isSwitch()) {
        values.put(setting.name(), "true");
      } else if (++i < flags.size()) {
        values.put(setting.name(), flags.get(i));
      } else {
        throw new Wrong("%s needs a value: %s %s".formatted(parts[0], parts[0], setting.form()));
      }
    }
    return values;
  }

  private static Setting flag(String word) {
    if (!word.startsWith("--")) {
      throw new Wrong("serve does not know \"%s\"; flags begin with --".formatted(word));
    }
    Setting setting = known(word.substring(2), word, "--");
    if (!setting.isFlag()) {
      throw new Wrong(
          "%s would be seen by everybody on this machine: set %s in the environment instead"
              .formatted(word, setting.variable()));
    }
    return setting;
  }

  private static Setting known(String name, String shown, String prefix) {
    return Setting.named(name)
        .orElseThrow(() -> {
          String hint =
              Spelling.nearest(name, Setting.names())
                  .map(near -> "; did you mean " + prefix + near + "?")
                  .orElse("; `./posthouse help serve` lists what there is");
          return new Wrong("there is no setting " + shown + hint);
        });
  }

  private static Map<String, String> environment(Map<String, String> environment) {
    var values = new HashMap<String, String>();
    environment.forEach((variable, value) -> {
      if (variable.startsWith(PREFIX) && !Setting.OTHER_VARIABLES.contains(variable)) {
        values.put(ofVariable(variable).name(), value);
      }
    });
    return values;
  }

  private static Setting ofVariable(String variable) {
    return Setting.ALL.stream()
        .filter(s -> s.variable().equals(variable))
        .findFirst()
        .orElseThrow(() -> {
          var names = Setting.ALL.stream().map(Setting::variable).toList();
          return new Wrong("there is no setting " + variable + Spelling.hint(variable, names));
        });
  }

  private static Map<String, String> yaml(Path file) {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new Wrong("cannot read the settings in " + file + ": " + e.getMessage());
    }
    var values = new HashMap<String, String>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      Setting setting = known(field.getKey(), field.getKey() + " (in " + file + ")", "");
      values.put(setting.name(), text(field.getValue()));
    }
    return values;
  }

  /// A list may stand where the flag takes commas, a map where it takes `key=value`, and a list in
  /// it where it takes `+`.
  private static String text(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(field -> field.getKey() + "=" + joined("+", field.getValue()))
          .collect(Collectors.joining(","));
    }
    return joined(",", value);
  }

  private static String joined(String between, JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(between))
        : value.asString();
  }
}
