package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTest {

  private static final List<String> NAMES =
      List.of("host", "hosts", "port", "message-bytes", "rate");

  @ParameterizedTest
  @CsvSource({
    "prot, port",
    "Port, port",
    "hots, host",
    "hostss, hosts",
    "messageBytes, message-bytes",
    "mesage_bites, message-bytes",
    "rates, rate",
    "compression,",
    "x,",
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(Similar.to(written, NAMES).orElse(null)).isEqualTo(meant);
  }
}
