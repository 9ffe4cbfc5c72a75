package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormTest {

  @ParameterizedTest
  @CsvSource({
    "FILLED, ./data/x y.db, ./data/x y.db",
    "PATH, /, /",
    "PATH, /chat/live, /chat/live",
    "PATH, chat,",
    "PATH, /a?b,",
    "PATH, /a b,",
    "ROOM, lobby-1_a.b:c~d, lobby-1_a.b:c~d",
    "ROOM, Café, Café",
    "ROOM, a/b,",
    "ROOM, @bob,",
    "GLOB, ops.*, ops.*",
    "GLOB, @*, @*",
    "GLOB, a b,",
    "FORMAT, fanfare.chat, chat",
    "FORMAT, RAW,",
    "HOST, LocalHost, localhost",
    "HOST, '::', '::'",
    "HOST, '[::1]', '[::1]'",
    "HOST, a.example:80,",
    "HOST, http://a,",
    "HOST_PORT, node-1:5701, node-1:5701",
    "HOST_PORT, '[::1]:5701', '[::1]:5701'",
    "HOST_PORT, node-1,",
    "HOST_PORT, node-1:65536,",
    "HOST_PORT, '::1:5701',",
    "ORIGIN, HTTPS://A.example:8443, https://a.example:8443",
    "ORIGIN, *, *",
    "ORIGIN, null,",
    "ORIGIN, a.example,",
    "ORIGIN, https://a.example/,",
    "ORIGIN, https://*.example,",
  })
  void reads(Form form, String text, String usual) {
    assertThat(form.read(text)).isEqualTo(usual);
  }
}
