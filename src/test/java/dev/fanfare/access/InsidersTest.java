package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.Cidr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
          10.0.0.1         | X-Forwarded-For   | unknown, 10.0.0.2    | false
          10.0.0.1         | X-Forwarded-For   | 10.0.0.1             | false
          10.0.0.1         | X-Forwarded-For   | 127.0.0.9            | false
          10.0.0.1         | Forwarded         | for=_x, for=10.0.0.2 | false
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

    assertThat(include(peer, false, headers)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # who is said    | X-Forwarded-For      | Forwarded     | may see them
          10.0.0.2         | -                    | -             | true
          10.0.0.2         | 10.0.0.3             | -             | true
          192.0.2.1        | -                    | -             | false
          # somebody on the proxy's machine
          127.0.0.1        | -                    | -             | false
          127.0.0.9        | -                    | -             | false
          ::1              | -                    | -             | false
          # what a stranger said passes a proxy that writes the other header
          10.0.0.2         | 192.0.2.1            | for=x         | false
          10.0.0.2         | 192.0.2.1            | for=10.0.0.3  | false
          10.0.0.2         | unknown, 10.0.0.3    | -             | false
          10.0.0.2         | unknown              | -             | false
          """)
  void whomTheProxyProtocolSaysMustBeTrustedAndNotOnThisMachine(
      String said, String plain, String standard, boolean may) {
    Map<String, List<String>> headers = new HashMap<>();
    if (plain != null) headers.put("X-Forwarded-For", List.of(plain));
    if (standard != null) headers.put("Forwarded", List.of(standard));

    assertThat(include(said, true, headers)).isEqualTo(may);
  }

  private boolean include(String peer, boolean brought, Map<String, List<String>> headers) {
    Visitor visitor =
        trusted.visitor(peer, null, false, name -> headers.getOrDefault(name, List.of()));
    return new Insiders(trusted).include(visitor, brought, headers.keySet());
  }
}
