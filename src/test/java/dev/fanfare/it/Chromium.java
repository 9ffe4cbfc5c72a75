package dev.fanfare.it;

import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real browser, as the system has it. One thread uses it. */
final class Chromium implements AutoCloseable {
  private static final String PROGRAM =
      System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium launch() {
    if (!Files.isExecutable(Path.of(PROGRAM))) {
      fail(
          "There is no "
              + PROGRAM
              + ": install Debian's package chromium (apt-get install chromium), or name a Chromium"
              + " with the environment variable CHROMIUM.");
    }
    Playwright playwright = Playwright.create();
    PlaywrightAssertions.setDefaultAssertionTimeout(FanfareJar.PATIENCE.toMillis());
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of(PROGRAM))
            .setHeadless(true)
            .setArgs(
                List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync"));
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  /** A person with a browser of their own. */
  Visitor visitor(Browser.NewContextOptions options) {
    return new Visitor(browser, options);
  }

  static Browser.NewContextOptions desktop() {
    return new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("en-GB");
  }

  static Browser.NewContextOptions phone() {
    return new Browser.NewContextOptions()
        .setViewportSize(390, 844)
        .setDeviceScaleFactor(2)
        .setIsMobile(true)
        .setHasTouch(true)
        .setLocale("en-GB");
  }

  @Override
  public void close() {
    playwright.close();
  }
}
