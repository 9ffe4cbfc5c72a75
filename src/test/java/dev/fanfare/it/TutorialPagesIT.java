package dev.fanfare.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tutorials' pages in a real browser: below the main port and on their own ports. */
class TutorialPagesIT {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>&amp;\u202e";

  private static Tutorials tutorials;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    tutorials = Tutorials.start();
    chromium = Chromium.launch();
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    tutorials.close();
  }

  private static String address(String listener, String folder) {
    String pages = listener.equals("main") ? "/tutorials/" : "/";
    return "http://" + tutorials.authority(listener) + pages + folder;
  }

  private static Page open(Visitor visitor, String listener, String folder) {
    visitor.page().navigate(address(listener, folder + "/"));
    if (!folder.equals("4b")) {
      assertThat(visitor.page().locator("[data-state=live]").first()).isVisible();
    }
    return visitor.page();
  }

  private static void send(Page page, String field, String text) {
    page.locator("#" + field).fill(text);
    page.locator("#" + field).press("Enter");
  }

  private static Locator said(Page page, String text) {
    return page.locator(".said li").getByText(text, new Locator.GetByTextOptions().setExact(true));
  }

  private static void end(Visitor... visitors) {
    for (Visitor visitor : visitors) {
      assertThat(visitor.page().locator("main").locator("img, script")).hasCount(0);
      assertThat(visitor.complaints()).isEmpty();
    }
    tutorials.server().assertQuiet();
  }

  @ParameterizedTest
  @CsvSource({"main,0", "main,2", "main,3", "main,4a", "rooms,2", "rooms,3", "relay,4a"})
  void whatOneSaysAnotherReads(String listener, String folder) {
    try (Visitor ann = chromium.visitor(Chromium.desktop());
        Visitor bob = chromium.visitor(Chromium.phone())) {
      Page anns = open(ann, listener, folder);
      Page bobs = open(bob, listener, folder);
      for (String text : List.of("Hello!", HOSTILE, "下午好")) {
        send(anns, "text", text);
        assertThat(bobs.locator(".said li").filter(new Locator.FilterOptions().setHasText(text)))
            .hasCount(1);
        assertThat(anns.locator(".frames li.out").last()).containsText(text.substring(0, 3));
      }
      assertThat(anns.locator(".say .primary")).hasText("Send");
      assertThat(anns.locator(".state")).hasText("Connected");
      assertThat(anns.locator("#text")).hasValue("");
      assertThat(anns.locator("#text")).isFocused();
      assertThat(bobs.locator(".frames")).containsText("\\u202e");
      ann.photograph("tutorial-" + listener + "-" + folder);
      bob.photograph("tutorial-" + listener + "-" + folder + "-phone");
      end(ann, bob);
    }
  }

  @Test
  void announcementsComeInTwoWays() {
    for (String listener : List.of("main", "rooms")) {
      try (Visitor ann = chromium.visitor(Chromium.desktop())) {
        Page page = open(ann, listener, "1");
        int count = 0;
        do { // What is said before the first poll is held is not for it.
          send(page, "content", HOSTILE + count);
          assertThat(said(page, HOSTILE + count).last()).isVisible();
          count++;
        } while (page.locator(".way-in").first().locator("li").count() == 0);
        send(page, "content", "both");
        assertThat(said(page, "both")).hasCount(2);
        send(page, "content", "  ");
        assertThat(page.locator(".error[role=alert]").last()).hasText("There is nothing to send.");
        ann.photograph("tutorial-" + listener + "-1");
        end(ann);
      }
    }
  }

  @Test
  void lettersReachTheirRecipientWithTheTrueSender() {
    for (String listener : List.of("main", "relay")) {
      try (Visitor ann = chromium.visitor(Chromium.desktop());
          Visitor bob = chromium.visitor(Chromium.desktop().setColorScheme(ColorScheme.DARK))) {
        Page anns = connect(ann, listener, "Ann");
        Page bobs = connect(bob, listener, "小宝");
        anns.locator("#recv").fill("小宝");
        anns.locator("#sender").fill("Mallory");
        send(anns, "msg", HOSTILE);
        assertThat(said(bobs, "Ann: " + HOSTILE)).hasCount(1);
        bobs.locator("#recv").fill("Ann");
        send(bobs, "msg", "Hello");
        assertThat(said(anns, "小宝: Hello")).hasCount(1);
        bob.photograph("tutorial-" + listener + "-4b");
        end(ann, bob);
      }
    }
  }

  private static Page connect(Visitor visitor, String listener, String name) {
    Page page = open(visitor, listener, "4b");
    send(page, "name", "no name!");
    assertThat(page.locator("#name-error")).containsText("1 to 32");
    send(page, "name", name);
    assertThat(page.locator(".state")).hasAttribute("data-state", "live");
    assertThat(page.locator("#recv")).isFocused();
    return page;
  }

  @Test
  void theIndexLeadsToEachAndListensToAll() {
    try (Visitor ann = chromium.visitor(Chromium.desktop());
        Visitor bob = chromium.visitor(Chromium.desktop())) {
      Page index = ann.page();
      index.navigate(address("main", ""));
      assertThat(index.locator("h1")).hasText("Five tutorials, one server");
      assertThat(index.locator(".card-of")).hasCount(6);
      index.getByText("Listen to all tutorials").click();
      assertThat(index.locator(".frames")).containsText("Welcome to WebSocket");
      send(open(bob, "main", "4a"), "text", "seen by all");
      assertThat(index.locator(".frames .in").last()).containsText("seen by all");
      ann.photograph("tutorials");
      for (String folder : List.of("0", "1", "2", "3", "4a", "4b")) {
        index.navigate(address("main", ""));
        index.locator(".card-of a[href='" + folder + "/']").click();
        assertThat(index.locator("h1")).isVisible();
        assertThat(index.locator(".facts").first()).containsText("/tutorials/" + folder + "/");
      }
      end(ann, bob);
    }
  }

  @Test
  void aPageSaysWhenItsTutorialIsNotServedThere() {
    try (Visitor ann = chromium.visitor(Chromium.desktop())) {
      ann.page().navigate(address("relay", "3/"));
      assertThat(ann.page().locator(".error[role=alert]").first())
          .containsText("-conf conf/tutorials.json");
    }
  }

  @Test
  void allFitAPhoneAndSpeakChinese() {
    Browser.NewContextOptions phone =
        Chromium.phone().setLocale("zh-CN").setColorScheme(ColorScheme.DARK);
    try (Visitor wei = chromium.visitor(phone)) {
      for (String folder : List.of("", "0/", "1/", "2/", "3/", "4a/", "4b/")) {
        Page page = wei.page();
        page.navigate(address("main", folder));
        assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
        assertThat(page.locator("h1")).containsText(Pattern.compile("[\u4e00-\u9fff]"));
        assertThat(
                page.evaluate(
                    "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"))
            .as(folder)
            .isEqualTo(true);
        wei.photograph("tutorial-phone-" + folder.replace("/", ""));
      }
      assertThat(
              wei.page()
                  .evaluate(
                      """
                      async () => {
                        const { en, zh } = await import('/tutorials/phrases.js');
                        return [Object.keys(en).join(), Object.keys(zh).join()];
                      }
                      """))
          .satisfies(
              keys -> assertThat(((List<?>) keys).get(0)).isEqualTo(((List<?>) keys).get(1)));
      end(wei);
    }
  }
}
