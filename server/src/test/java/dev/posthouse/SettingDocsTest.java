package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingDocsTest {
  @ParameterizedTest
  @ValueSource(strings = {"../README.md", "../README.zh-CN.md"})
  void every_setting_is_in_the_table_of_the_readme(String readme) throws IOException {
    String text = Files.readString(Path.of(readme));

    assertThat(Setting.ALL)
        .allSatisfy(setting ->
            assertThat(text)
                .contains("`" + (setting.isFlag() ? "--" + setting.name() : setting.variable())));
  }
}
