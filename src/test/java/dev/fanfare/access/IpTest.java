package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 127.0.0.1",
    "010.1.2.3, 10.1.2.3, 10.1.2.3",
    "::1, ::1, ::/64",
    "::, ::, ::/64",
    "0:0:0:0:0:0:0:1, ::1, ::/64",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1, 2001:db8::/64",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, 2001:db8:0:1::/64",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0, 1:2:3:4::/64",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::, 1:2:3:4::/64",
    "fe80::1%eth0, fe80::1, fe80::/64",
    "::ffff:192.0.2.1, 192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1, 192.0.2.1"
  })
  void hasOneSpelling(String text, String spelling, String block) {
    assertThat(Ip.parse(text)).hasToString(spelling);
    assertThat(Ip.parse(text).block()).isEqualTo(block);
  }

  /** Names must not be looked up: who is asked would be the visitor's choice. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "evil.example",
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "2130706433",
        "0x7f.0.0.1",
        "1.2.3.4 ",
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "::1.2.3",
        "[::1]",
        "unknown",
        "_hidden"
      })
  void nothingElseIsAnAddress(String text) {
    assertThat(Ip.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4:5, 1.2.3.4",
    "1.2.3.4, 1.2.3.4",
    "[::1]:5, ::1",
    "[::1], ::1",
    "::1, ::1",
    "[::1, ",
    "_x:5, "
  })
  void mayHaveAPort(String text, String address) {
    Ip ip = Ip.parseNode(text);
    assertThat(ip == null ? null : ip.toString()).isEqualTo(address);
  }
}
