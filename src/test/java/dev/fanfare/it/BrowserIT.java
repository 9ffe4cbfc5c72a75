package dev.fanfare.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, in real browsers. */
class BrowserIT {
  private static Chromium chromium;
  private static FanfareJar server;

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    server = Start.jar().conf("{\"presence\":{\"grace\":\"1s\"}}").ready();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void twoPeopleTalk() {
    try (Visitor ann = chromium.visitor(Chromium.desktop());
        Visitor bob = chromium.visitor(Chromium.desktop())) {
      ann.open(server);
      assertThat(ann.page().locator("#name")).isFocused();
      ann.photograph("join");
      ann.join("Ann");
      bob.open(server);
      bob.page().locator("#name").fill("Bob");
      bob.page().locator("#name").press("Enter");
      bob.joined();
      assertThat(ann.page().locator("#members-count")).hasText("2");
      assertThat(bob.page().locator("#members-count")).hasText("2");

      ann.say("Hello Bob!");
      assertThat(bob.sees("Hello Bob!").locator(".author")).hasText("Ann");
      assertThat(ann.text()).isFocused();
      assertThat(ann.text()).hasValue("");
      bob.text().fill("Good morning.");
      bob.text().press("Enter");
      assertThat(ann.sees("Good morning.").locator(".author")).hasText("Bob");
      ann.text().pressSequentially("one line");
      ann.text().press("Shift+Enter");
      ann.text().pressSequentially("another");
      ann.text().press("Enter");
      bob.sees("one line\nanother");
      bob.say("See https://example.org/a?b=c and 👍");
      ann.sees("See https://example.org/a?b=c and 👍");
      server.http().post("/rooms/lobby/messages?name=backup", "backup done");
      assertThat(ann.sees("backup done").locator(".author")).hasText("backup");
      bob.sees("backup done");
      assertThat(ann.texts()).isEqualTo(bob.texts());
      ann.photograph("desktop-light");

      assertThat(bob.complaints()).isEmpty();
      bob.close();
      assertThat(ann.page().locator("#members-count")).hasText("1");
      assertThat(ann.complaints()).isEmpty();
      server.assertQuiet();
    }
  }

  @Test
  void aNameThatIsTakenIsRefusedWithASentence() {
    try (Visitor ann = chromium.visitor(Chromium.desktop());
        Visitor other = chromium.visitor(Chromium.desktop())) {
      ann.open(server, "#names").join("Ann");
      other.open(server, "#names");
      other.page().locator("#name").fill("Ann");
      other.page().locator("#join").click();
      assertThat(other.page().locator("#error")).containsText("Ann");
      other.photograph("name-taken");
      other.join("Anna");
      assertThat(ann.page().locator("#members-count")).hasText("2");
      assertThat(other.complaints()).isEmpty();
    }
  }

  @Test
  void whatIsNotReadIsCounted() {
    try (Visitor ann = chromium.visitor(Chromium.desktop());
        Visitor bob = chromium.visitor(Chromium.desktop())) {
      ann.open(server, "#unread").join("Ann");
      bob.open(server, "#unread").join("Bob");
      bob.page().locator("#other-room").fill("elsewhere");
      bob.page().locator("#join-room").click();
      assertThat(bob.page().locator("#room-name")).hasText("elsewhere");
      assertThat(bob.page()).hasTitle(Pattern.compile("^#elsewhere"));
      ann.say("Bob?");
      ann.say("Are you there?");
      assertThat(bob.page()).hasTitle(Pattern.compile("^\\(2\\) "));
      bob.photograph("unread");
      bob.page().locator("#rooms").getByText("unread").first().click();
      bob.sees("Are you there?");
      assertThat(bob.page()).hasTitle(Pattern.compile("^#unread"));
      assertThat(bob.complaints()).isEmpty();
    }
  }

  @Test
  void nothingIsLostWhenTheServerIsKilledAndComesBack(@TempDir Path directory) {
    try (Visitor ann = chromium.visitor(Chromium.desktop());
        Visitor bob = chromium.visitor(Chromium.desktop())) {
      int port;
      try (FanfareJar first = Start.jar().in(directory).ready()) {
        port = first.port();
        ann.open(first).join("Ann");
        bob.open(first).join("Bob");
        ann.say("before");
        bob.sees("before");
        first.kill();
        assertThat(ann.page().locator("#state")).hasAttribute("data-state", "lost");
        assertThat(ann.page().locator("#banner")).isVisible();
        ann.say("while it was away");
        ann.photograph("connection-lost");
      }
      try (FanfareJar second = Start.jar().in(directory).port(port).ready()) {
        second.http().post("/rooms/lobby/messages?name=backup", "posted meanwhile");
        for (Visitor each : List.of(ann, bob)) {
          each.joined();
          each.sees("before");
          each.sees("posted meanwhile");
          each.sees("while it was away");
        }
        bob.say("after");
        ann.sees("after");
        assertThat(ann.texts())
            .containsOnlyOnce("before", "while it was away", "posted meanwhile", "after")
            .hasSize(4);
        assertThat(bob.texts()).isEqualTo(ann.texts());
        assertThat(ann.page().locator("#members-count")).hasText("2");
        assertThat(ann.complaints()).allMatch(BrowserIT::saysThatTheServerIsDown);
        second.assertQuiet();
      }
    }
  }

  private static boolean saysThatTheServerIsDown(String complaint) {
    return complaint.startsWith("error: WebSocket connection to 'ws://localhost:");
  }

  @Test
  void whatPeopleWriteIsTextAndNothingElse() {
    String image = "<img src=x onerror=alert(1)>";
    String script = "<script>alert(2)</script>";
    String link = "javascript:alert(3)";
    try (Visitor eve = chromium.visitor(Chromium.desktop());
        Visitor bob = chromium.visitor(Chromium.desktop())) {
      bob.open(server, "#markup").join("Bob");
      eve.open(server, "#markup").join("<b onclick=alert(4)>Eve</b>");
      eve.say(image);
      eve.say(script);
      eve.say(link);
      Locator message = bob.sees(image);
      assertThat(message.locator(".text")).hasText(image);
      assertThat(message.locator(".author")).hasText("<b onclick=alert(4)>Eve</b>");
      bob.sees(script);
      bob.sees(link);
      assertThat(bob.page().locator("#messages").locator("img, script, b, a[href^=javascript]"))
          .hasCount(0);
      bob.photograph("markup");
      assertThat(bob.complaints()).isEmpty();
      assertThat(eve.complaints()).isEmpty();
    }
  }

  @Test
  void speaksChinese() {
    try (Visitor wei = chromium.visitor(Chromium.desktop().setLocale("zh-CN"))) {
      wei.open(server, "#%E8%8C%B6%E9%A6%86");
      assertThat(wei.page().locator("html")).hasAttribute("lang", "zh-CN");
      assertThat(wei.page().locator("#join")).hasText("加入");
      wei.join("小伟");
      assertThat(wei.page().locator("#room-name")).hasText("茶馆");
      wei.say("大家好！");
      wei.sees("大家好！");
      wei.photograph("chinese");
      assertThat(wei.complaints()).isEmpty();
    }
  }

  @Test
  void fitsAPhoneInLightAndDark() {
    try (Visitor light = chromium.visitor(Chromium.phone().setColorScheme(ColorScheme.LIGHT));
        Visitor dark = chromium.visitor(Chromium.phone().setColorScheme(ColorScheme.DARK));
        Visitor desk = chromium.visitor(Chromium.desktop().setColorScheme(ColorScheme.DARK))) {
      light.open(server, "#phone");
      light.photograph("phone-light-join");
      light.join("Lea");
      dark.open(server, "#phone");
      dark.photograph("phone-dark-join");
      dark.join("Dan");
      desk.open(server, "#phone").join("Dee");
      light.say("Is the ferry on time today?");
      dark.sees("Is the ferry on time today?");
      dark.say(
          "It left the island a quarter of an hour late, the harbour says, because of the fog. It"
              + " should be here by ten.");
      desk.say("averyverylongwordwithoutanyplacetobreakit".repeat(5));
      light.sees("averyverylongwordwithoutanyplacetobreakit".repeat(5));
      light.say("👍");
      desk.sees("👍");
      dark.sees("👍");
      for (Visitor each : List.of(light, dark, desk)) {
        assertThat(
                each.page()
                    .evaluate(
                        "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"))
            .isEqualTo(true);
        assertThat(each.page().locator("#send"))
            .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
      }
      light.photograph("phone-light");
      dark.photograph("phone-dark");
      desk.photograph("desktop-dark");
      assertThat(light.complaints()).isEmpty();
      assertThat(dark.complaints()).isEmpty();
      assertThat(desk.complaints()).isEmpty();
    }
  }
}
