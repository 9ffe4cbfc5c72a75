package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The long poll of tutorial 1 in a real browser, with the browser's own cache: the tutorial's
 * client, unmodified, asks again as soon as it is answered and knows nothing of positions.
 */
class LongPollBrowserIT {
  private static final int COUNT = 200;

  /** Any error, and what is no JSON, ends the loop for good, as in the tutorial. */
  private static final String CLIENT =
      """
      () => {
        window.got = [];
        function ask() {
          const request = new XMLHttpRequest();
          request.open('GET', '/status');
          request.onload = () => {
            if (request.status !== 200) throw new Error(`status ${request.status}`);
            window.got.push(JSON.parse(request.responseText).content);
            setTimeout(ask, 0);
          };
          request.onerror = () => { throw new Error('it ended'); };
          request.send();
        }
        ask();
      }
      """;

  private static Tutorials tutorials;
  private static Chromium chromium;
  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    tutorials = Tutorials.start("{\"limits\":{\"post-rate\":0}}");
    chromium = Chromium.launch();
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    tutorials.close();
  }

  @BeforeEach
  void begin() {
    said.clear();
  }

  private static String address(String path) {
    return "http://" + tutorials.authority("rooms") + path;
  }

  private static void ask(Page tab) {
    tab.navigate(address("/"));
    tab.evaluate(CLIENT);
  }

  private void announce() {
    String text = "announcement " + said.size();
    said.add(text);
    assertThat(tutorials.send(tutorials.form("rooms", "/chat", "content", text)).statusCode())
        .isEqualTo(200);
  }

  /** Says something until each has heard something: from then on nothing may be missed. */
  private void announceUntil(Page... hear) {
    do {
      announce();
    } while (Stream.of(hear).anyMatch(tab -> got(tab).isEmpty()));
  }

  @SuppressWarnings("unchecked")
  private static List<String> got(Page tab) {
    return (List<String>) tab.evaluate("() => window.got");
  }

  private void announceAll() {
    for (int i = 0; i < COUNT; i++) {
      announce();
    }
  }

  private String last() {
    return said.get(said.size() - 1);
  }

  /** What was said from the first thing on that somebody heard. */
  private List<String> from(String first) {
    return said.subList(said.indexOf(first), said.size());
  }

  @Test
  void oneTabMissesNothing() {
    try (Visitor ann = chromium.visitor(Chromium.desktop())) {
      ask(ann.page());
      announceUntil(ann.page());
      announceAll();
      ann.page().waitForFunction("last => window.got.at(-1) === last", last());
      List<String> got = got(ann.page());
      assertThat(got).isEqualTo(from(got.get(0))).hasSizeGreaterThan(COUNT);
      assertThat(ann.complaints()).isEmpty();
    }
  }

  @Test
  void twoBrowsersMissNothing() {
    try (Visitor ann = chromium.visitor(Chromium.desktop());
        Visitor bob = chromium.visitor(Chromium.desktop())) {
      ask(ann.page());
      ask(bob.page());
      announceUntil(ann.page(), bob.page());
      announceAll();
      for (Visitor each : List.of(ann, bob)) {
        each.page().waitForFunction("last => window.got.at(-1) === last", last());
        List<String> got = got(each.page());
        assertThat(got).isEqualTo(from(got.get(0))).hasSizeGreaterThan(COUNT);
        assertThat(each.complaints()).isEmpty();
      }
    }
  }

  /**
   * Two tabs of one browser have one cache, and Chromium sends requests for one address one after
   * the other: so the two have one place in the stream between them. Nothing is lost, but each
   * message reaches only one of them. No server can tell them apart.
   */
  @Test
  void twoTabsOfOneBrowserShareOnePlaceAndTogetherMissNothing() {
    try (Visitor ann = chromium.visitor(Chromium.desktop())) {
      Page first = ann.page();
      Page second = first.context().newPage();
      ask(first);
      announceUntil(first);
      ask(second);
      announceAll();
      Set<String> heard = new LinkedHashSet<>();
      do {
        heard.clear();
        heard.addAll(got(first));
        heard.addAll(got(second));
        // The tabs are read one after the other: what came to the first meanwhile is seen next
        // time.
      } while (!heard.containsAll(from(got(first).get(0))));
      assertThat(heard).containsExactlyInAnyOrderElementsOf(from(got(first).get(0)));
      for (Page each : List.of(first, second)) {
        assertThat(got(each)).isSubsetOf(said).doesNotHaveDuplicates();
      }
      assertThat(ann.complaints()).isEmpty();
    }
  }

  @Test
  void twoTabsOfOurPageMissNothingEach() {
    try (Visitor ann = chromium.visitor(Chromium.desktop())) {
      Page first = ann.page();
      Page second = first.context().newPage();
      List<Page> tabs = List.of(first, second);
      for (Page tab : tabs) {
        tab.navigate(address("/1/"));
      }
      do {
        announce();
      } while (tabs.stream().anyMatch(tab -> polled(tab).isEmpty()));
      announceAll();
      for (Page tab : tabs) {
        tab.waitForFunction(
            "last => document.querySelector('.way-in .said').lastChild?.textContent === last",
            last());
        List<String> got = polled(tab);
        assertThat(got).isEqualTo(from(got.get(0))).hasSizeGreaterThan(COUNT);
      }
      assertThat(ann.complaints()).isEmpty();
    }
  }

  /** What came by long poll: the first of the two lists. */
  private static List<String> polled(Page tab) {
    return tab.locator(".way-in").first().locator(".said li").allTextContents();
  }

  @Test
  void whatIsSaidWhileThePollIsPausedComesWhenItGoesOn() {
    try (Visitor ann = chromium.visitor(Chromium.desktop())) {
      Page page = ann.page();
      page.navigate(address("/1/"));
      do {
        announce();
      } while (polled(page).isEmpty());
      page.locator(".way-in").first().locator("button").click();
      announceAll();
      page.locator(".way-in").first().locator("button").click();
      page.waitForFunction(
          "last => document.querySelector('.way-in .said').lastChild?.textContent === last",
          last());
      List<String> got = polled(page);
      assertThat(got).isEqualTo(from(got.get(0))).hasSizeGreaterThan(COUNT);
      assertThat(ann.complaints()).isEmpty();
    }
  }
}
