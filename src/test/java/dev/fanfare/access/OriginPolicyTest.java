package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
  private final OriginPolicy own = new OriginPolicy(List.of());
  private final OriginPolicy listing =
      new OriginPolicy(
          List.of("https://A.example", "http://b.example:8080", "capacitor://localhost"));

  @ParameterizedTest
  @CsvSource({
    "http://a, a",
    "http://a, a:80",
    "https://a, a",
    "https://a, a:443",
    "http://a:80, a",
    "https://a:8443, a:8443",
    "http://a:8080, a:8080",
    "https://a:8080, a:8080",
    "http://A.Example, a.eXample",
    "http://[::1]:8080, [::1]:8080",
    "http://[2001:DB8::1], [2001:db8::1]:80",
    "http://127.0.0.1:8080, 127.0.0.1:8080",
    "HTTP://a, a"
  })
  void thePagesOfThisHost(String origin, String host) {
    assertThat(own.allows(origin, "same-origin", host)).isTrue();
    assertThat(own.allows(origin, null, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, a",
    "http://a.evil, a",
    "http://a.evil, a.evil.example",
    "http://evila, a",
    "http://a:81, a",
    "http://a, a:81",
    "https://a, a:80",
    "http://a, a:443",
    "http://a:8080, a:8081",
    "null, a",
    "null, null",
    "'', a",
    "' ', a",
    "a, a",
    "//a, a",
    "http:a, a",
    "http://, a",
    "http://a/, a",
    "http://a/x, a",
    "http://a?x, a",
    "http://a#x, a",
    "http://user@a, a",
    "http://a@evil.example, a",
    "http://evil.example:80@a, a",
    "http://a http://a, a",
    "'http://a,http://evil.example', a",
    "'http://evil.example, http://a', a",
    "http://a:, a",
    "http://a:80:80, a",
    "http://a:999999, a",
    "http://a%00, a",
    "http://a\\, a",
    "javascript://a, a",
    "evil-app://a, a",
    "http://[::1]x, [::1]",
    "http://localhost:8080, 127.0.0.1:8080",
    "http://a, ''",
    "http://a, 'a, b'",
    "http://a, x@a"
  })
  void othersAndNonsense(String origin, String host) {
    assertThat(own.allows(origin, null, host)).isFalse();
    assertThat(own.allows(origin, "same-origin", host)).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"same-origin", "same-site", "none", "whatever"})
  void programsSayNothing(String secFetchSite) {
    assertThat(own.allows(null, secFetchSite, "a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "Cross-Site"})
  void aForeignPageThatHidesItsOriginIsSeen(String secFetchSite) {
    assertThat(own.allows(null, secFetchSite, "a")).isFalse();
  }

  @Test
  void withoutAHostNothingIsTheSame() {
    assertThat(own.allows("http://a", null, null)).isFalse();
    assertThat(listing.allows("https://a.example", null, null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, true",
    "HTTPS://A.EXAMPLE, true",
    "https://a.example:443, true",
    "http://a.example, false",
    "https://a.example:8443, false",
    "https://a.example.evil, false",
    "https://sub.a.example, false",
    "http://b.example:8080, true",
    "http://b.example, false",
    "capacitor://localhost, true",
    "capacitor://other, false",
    "null, false"
  })
  void theListed(String origin, boolean allowed) {
    assertThat(listing.allows(origin, "cross-site", "chat.example")).isEqualTo(allowed);
    assertThat(listing.listed(origin)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, true",
    "capacitor://localhost, true",
    "null, false",
    "http://a http://b, false",
    "http://user@a, false"
  })
  void aStarIsAnybodyWhoIsSomebody(String origin, boolean allowed) {
    OriginPolicy any = new OriginPolicy(List.of("*"));
    assertThat(any.allows(origin, "cross-site", "chat.example")).isEqualTo(allowed);
    assertThat(any.listed(origin)).isEqualTo(allowed);
  }

  @Test
  void theOwnHostIsNotListed() {
    assertThat(own.listed("http://a")).isFalse();
    assertThat(own.listed(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "chat.example, true",
    "CHAT.example:8080, true",
    "chat.example., true",
    "[::1]:8080, true",
    "10.0.0.1, true",
    "evil.example, false",
    "chat.example.evil, false",
    "x@chat.example, false",
    "'', false"
  })
  void hosts(String host, boolean allowed) {
    Hosts hosts = new Hosts(List.of("Chat.Example", "::1", "10.0.0.1"));
    assertThat(hosts.allows(host)).isEqualTo(allowed);
    assertThat(hosts.allows(null)).isFalse();
    assertThat(new Hosts(List.of()).allows(host)).isTrue();
  }
}
