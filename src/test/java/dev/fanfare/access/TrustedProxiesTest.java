package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.Cidr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
  private final TrustedProxies proxies = trusting("10.0.0.0/8", "fd00::/8", "127.0.0.1");
  private final Map<String, List<String>> headers = new HashMap<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // peer | X-Forwarded-For | visitor
        "10.0.0.1   | -                                  | 10.0.0.1",
        "10.0.0.1   | 192.0.2.1                          | 192.0.2.1",
        "10.0.0.1   | 6.6.6.6, 192.0.2.1                 | 192.0.2.1",
        "10.0.0.1   | 6.6.6.6, 192.0.2.1, 10.0.0.2       | 192.0.2.1",
        "10.0.0.1   | 6.6.6.6;192.0.2.1, 10.0.0.2        | 192.0.2.1",
        "10.0.0.1   | 10.0.0.3, 192.0.2.1                | 192.0.2.1",
        "10.0.0.1   | 10.0.0.3, 10.0.0.2                 | 10.0.0.3",
        "10.0.0.1   | 192.0.2.1:4711                     | 192.0.2.1",
        "10.0.0.1   | '[2001:DB8:0::1]:4711'             | 2001:db8::1",
        "10.0.0.1   | ::ffff:192.0.2.1                   | 192.0.2.1",
        "fd00::1    | 2001:db8::1                        | 2001:db8::1",
        "::ffff:10.0.0.1 | 192.0.2.1                     | 192.0.2.1",
        "0:0:0:0:0:0:0:1 | 6.6.6.6                       | ::1",
        "192.0.2.9  | 6.6.6.6                            | 192.0.2.9",
        "10.0.0.1   | unknown                            | 10.0.0.1",
        "10.0.0.1   | 192.0.2.1, unknown                 | 10.0.0.1",
        "10.0.0.1   | evil.example                       | 10.0.0.1",
        "10.0.0.1   | ''                                 | 10.0.0.1",
        "10.0.0.1   | '192.0.2.1,'                       | 10.0.0.1",
        "unix       | 6.6.6.6                            | unix"
      })
  void theVisitorIsTheFirstFromTheRightWhoIsNotTrusted(String peer, String value, String visitor) {
    if (value != null) header("X-Forwarded-For", value.split(";"));
    assertThat(visitor(peer).address()).isEqualTo(visitor);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.1                                         | 192.0.2.1",
        "For=\"192.0.2.1:80\";proto=https                      | 192.0.2.1",
        "proto=http; for=\"[2001:db8::1]:80\"                  | 2001:db8::1",
        "for=6.6.6.6, for=192.0.2.1, for=10.0.0.2              | 192.0.2.1",
        "for=\"_a,b;c\", for=192.0.2.1                         | 192.0.2.1",
        "for=6.6.6.6, by=10.0.0.2                              | 10.0.0.1",
        "for=6.6.6.6, for=_hidden                              | 10.0.0.1",
        "for=6.6.6.6;x=\", for=192.0.2.1                       | 10.0.0.1",
        "for=\"6.6.6.6\\\", for=192.0.2.1\"                    | 10.0.0.1",
        "6.6.6.6                                               | 10.0.0.1"
      })
  void theStandardHeaderCountsTheSameWay(String value, String visitor) {
    header("Forwarded", value);
    assertThat(visitor("10.0.0.1").address()).isEqualTo(visitor);
  }

  @Test
  void headersThatDisagreeCountForNothing() {
    header("X-Forwarded-For", "192.0.2.1");
    header("Forwarded", "for=6.6.6.6");
    assertThat(visitor("10.0.0.1").address()).isEqualTo("10.0.0.1");
    header("Forwarded", "for=192.0.2.1");
    assertThat(visitor("10.0.0.1").address()).isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // X-Forwarded-For | Forwarded | whether all was said of the visitor that must be
        "-                    | -                      | false",
        "192.0.2.1            | -                      | true",
        "-                    | for=192.0.2.1          | true",
        "192.0.2.1            | for=192.0.2.1          | true",
        "unknown, 192.0.2.1   | -                      | true",
        "10.0.0.3, 10.0.0.2   | -                      | true",
        "unknown, 10.0.0.2    | -                      | false",
        "unknown              | -                      | false",
        "10.0.0.2             | for=x                  | false",
        "10.0.0.2             | for=192.0.2.1          | false",
        "10.0.0.2             | for=x, for=10.0.0.2    | false",
        "10.0.0.1             | -                      | false"
      })
  void aVisitorIsToldWhenTheWayCouldBeReadToItsEnd(String plain, String standard, boolean told) {
    if (plain != null) header("X-Forwarded-For", plain);
    if (standard != null) header("Forwarded", standard);
    assertThat(visitor("10.0.0.1").told()).isEqualTo(told);
  }

  @Test
  void hostAndSchemeComeFromTheProxy() {
    header("X-Forwarded-For", "192.0.2.1");
    header("X-Forwarded-Host", "chat.example");
    header("X-Forwarded-Proto", "https");
    assertThat(visitor("10.0.0.1")).isEqualTo(new Visitor("192.0.2.1", "chat.example", true, true));
    assertThat(visitor("192.0.2.9"))
        .isEqualTo(new Visitor("192.0.2.9", "inner:8080", false, false));
  }

  @Test
  void hostAndSchemeMayComeInTheStandardHeader() {
    header("Forwarded", "for=192.0.2.1;host=\"chat.example:8443\";proto=https");
    assertThat(visitor("10.0.0.1"))
        .isEqualTo(new Visitor("192.0.2.1", "chat.example:8443", true, true));
    header("X-Forwarded-Host", "evil.example");
    assertThat(visitor("10.0.0.1").host()).isEqualTo("inner:8080");
  }

  @Test
  void ofManyHostsTheOutermostProxysCounts() {
    header("X-Forwarded-For", "192.0.2.1, 10.0.0.2");
    header("X-Forwarded-Host", "invented.example, chat.example, middle");
    header("X-Forwarded-Proto", "http, https, http");
    assertThat(visitor("10.0.0.1")).isEqualTo(new Visitor("192.0.2.1", "chat.example", true, true));
  }

  @ParameterizedTest
  @CsvSource({"''", "a b", "x@y", "http://a"})
  void nonsenseIsNoHost(String value) {
    header("X-Forwarded-Host", value);
    assertThat(visitor("10.0.0.1").host()).isEqualTo("inner:8080");
  }

  @Test
  void withoutTrustNothingIsBelieved() {
    header("X-Forwarded-For", "6.6.6.6");
    Visitor visitor = trusting().visitor("127.0.0.1", "a", true, this::lines);
    assertThat(visitor).isEqualTo(new Visitor("127.0.0.1", "a", true, false));
  }

  @Test
  void trustIsOfNetworks() {
    assertThat(proxies.trusts("10.255.0.1")).isTrue();
    assertThat(proxies.trusts("11.0.0.1")).isFalse();
    assertThat(proxies.trusts("fdff::1")).isTrue();
    assertThat(proxies.trusts("unix")).isFalse();
  }

  private static TrustedProxies trusting(String... networks) {
    return new TrustedProxies(Stream.of(networks).map(Cidr::parse).toList());
  }

  private void header(String name, String... lines) {
    headers.put(name, List.of(lines));
  }

  private Visitor visitor(String peer) {
    return proxies.visitor(peer, "inner:8080", false, this::lines);
  }

  private List<String> lines(String name) {
    return headers.getOrDefault(name, List.of());
  }
}
