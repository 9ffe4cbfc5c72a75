package dev.fanfare.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A person with a browser of their own: nothing is shared with others but the server. */
final class Visitor implements AutoCloseable {
  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("fanfare.screenshots", "target/screenshots"));

  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  Visitor(Browser browser, Browser.NewContextOptions options) {
    context = browser.newContext(options);
    context.setDefaultTimeout(FanfareJar.PATIENCE.toMillis());
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add("uncaught: " + error));
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
  }

  Page page() {
    return page;
  }

  Visitor open(FanfareJar server) {
    return open(server, "");
  }

  Visitor open(FanfareJar server, String fragment) {
    page.navigate(server.address() + fragment);
    return this;
  }

  Visitor open(URI address) {
    page.navigate(address.toString());
    return this;
  }

  Visitor join(String name) {
    page.locator("#name").fill(name);
    page.locator("#join").click();
    return joined();
  }

  Visitor joined() {
    assertThat(page.locator("#state")).hasAttribute("data-state", "live");
    assertThat(page.locator("#text")).isVisible();
    return this;
  }

  /** Writes and clicks. */
  Visitor say(String text) {
    page.locator("#text").fill(text);
    page.locator("#send").click();
    return this;
  }

  Locator text() {
    return page.locator("#text");
  }

  /** All stored messages that are shown. */
  Locator messages() {
    return page.locator("#messages .message[data-position]");
  }

  /** Waits for a stored message with exactly this text. */
  Locator sees(String text) {
    Locator message =
        messages()
            .filter(
                new Locator.FilterOptions()
                    .setHas(
                        page.locator(".text")
                            .getByText(text, new Locator.GetByTextOptions().setExact(true))
                            .or(
                                page.locator(
                                    ".text", new Page.LocatorOptions().setHasText(text)))));
    message.last().waitFor();
    return message.last();
  }

  List<String> texts() {
    return page.locator("#messages .message[data-position] .text").allInnerTexts();
  }

  void photograph(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /** What the browser complained of: errors, reports of the security policy, dialogs. */
  List<String> complaints() {
    page.waitForTimeout(0); // takes what is on its way
    return complaints;
  }

  @Override
  public void close() {
    context.close();
  }
}
