package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.Cidr;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may see the figures on the main port. */
class InsidersTest {
  private final TrustedProxies trusted =
      new TrustedProxies(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("127.0.0.9")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # peer           | header            | its value            | may see them
          127.0.0.1        | -                 | -                    | true
          127.3.2.1        | -                 | -                    | true
          ::1              | -                 | -                    | true
          ::ffff:127.0.0.1 | -                 | -                    | true
          127.0.0.1        | Accept            | text/plain           | true
          192.0.2.1        | -                 | -                    | false
          2001:db8::1      | -                 | -                    | false
          10.0.0.1         | -                 | -                    | true
          unix             | -                 | -                    | false
          # through a proxy on this machine that is not trusted
          127.0.0.1        | X-Forwarded-For   | 192.0.2.1            | false
          127.0.0.1        | X-Forwarded-For   | 127.0.0.1            | false
          127.0.0.1        | x-forwarded-for   | 10.0.0.1             | false
          127.0.0.1        | X-Forwarded-Proto | https                | false
          127.0.0.1        | Forwarded         | for=127.0.0.1        | false
          127.0.0.1        | Via               | 1.1 proxy            | false
          127.0.0.1        | X-Real-IP         | 127.0.0.1            | false
          # through one that is
          10.0.0.1         | X-Forwarded-For   | 192.0.2.1            | false
          10.0.0.1         | X-Forwarded-For   | 127.0.0.1            | false
          10.0.0.1         | X-Forwarded-For   | 10.0.0.2             | true
          10.0.0.1         | X-Forwarded-For   | 10.0.0.2, 192.0.2.1  | false
          10.0.0.1         | X-Forwarded-For   | 192.0.2.1, 10.0.0.2  | false
          10.0.0.1         | X-Forwarded-For   | unknown              | false
          10.0.0.1         | Forwarded         | for=192.0.2.1        | false
          10.0.0.1         | Via               | 1.1 proxy            | false
          127.0.0.9        | -                 | -                    | true
          127.0.0.9        | X-Forwarded-For   | 192.0.2.1            | false
          127.0.0.9        | X-Forwarded-For   | 127.0.0.1            | false
          # a stranger says what he likes
          192.0.2.1        | X-Forwarded-For   | 127.0.0.1            | false
          192.0.2.1        | X-Forwarded-For   | 10.0.0.1             | false
          """)
  void isWhoAsksOnThisMachineOrIsTrusted(String peer, String header, String value, boolean may) {
    Map<String, List<String>> headers = header == null ? Map.of() : Map.of(header, List.of(value));
    Visitor visitor =
        trusted.visitor(peer, null, false, name -> headers.getOrDefault(name, List.of()));

    assertThat(new Insiders(trusted).include(peer, visitor, headers.keySet())).isEqualTo(may);
  }

  @Test
  void whatTheProxyProtocolSaysIsNotThisMachine() {
    Insiders insiders = new Insiders(trusted);

    assertThat(insiders.include("10.0.0.1", new Visitor("127.0.0.1", null, false), List.of()))
        .as("somebody on the proxy's machine")
        .isFalse();
    assertThat(insiders.include("10.0.0.1", new Visitor("192.0.2.1", null, false), List.of()))
        .isFalse();
    assertThat(insiders.include("10.0.0.1", new Visitor("10.0.0.2", null, false), List.of()))
        .isTrue();
  }
}
