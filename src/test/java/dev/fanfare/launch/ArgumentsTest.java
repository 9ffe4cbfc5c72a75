package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-conf|x.json|-cluster",
        "--conf|x.json|--cluster",
        "-conf=x.json|-c",
        "--conf=x.json|-ha",
        "-CONF|x.json|-Cluster",
        "run|dev.fanfare.FanfareVerticle|-cluster|-conf|x.json|-Da=b"
      })
  void confAndClusterAreFoundAsBothLaunchersWriteThem(String line) {
    Arguments args = Arguments.of(List.of(line.split("\\|")));
    assertThat(args.conf()).isEqualTo("x.json");
    assertThat(args.clustered()).isTrue();
    assertThat(args.unknown()).isEmpty();
  }

  @Test
  void valuesAreNotTakenForOptions() {
    Arguments args = Arguments.of(List.of("-cluster-host", "-cluster", "-options", "--check"));
    assertThat(args.clustered()).isFalse();
    assertThat(args.check()).isFalse();
  }

  @Test
  void whatNobodyKnowsIsKept() {
    Arguments args = Arguments.of(List.of("--chek", "word", "-conf"));
    assertThat(args.unknown()).containsExactly("--chek");
    assertThat(args.words()).containsExactly("word");
    assertThat(args.conf()).isEmpty();
  }

  @Test
  void mainIsFoundBehindTheWordsOfTheJvm() {
    List<String> all = List.of("java", "-cp", "a b.jar", "a.Main", "-conf", "{\"a\": 1}");
    assertThat(ProcessArguments.behindMain(all, "a.Main -conf {\"a\": 1}"))
        .containsExactly("-conf", "{\"a\": 1}");
    assertThat(ProcessArguments.behindMain(all.subList(0, 4), "a.Main")).isEmpty();
    assertThat(ProcessArguments.behindMain(null, "a.jar -conf x.json"))
        .containsExactly("-conf", "x.json");
  }

  @Test
  void thisProcessHasWords() {
    String words = String.join(" ", ProcessArguments.read());
    assertThat(System.getProperty("sun.java.command")).endsWith(words);
  }
}
