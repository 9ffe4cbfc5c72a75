package dev.fanfare.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Serves the files of the web page: from the folder {@code http.webroot}, else from the copy inside
 * the jar.
 */
final class Page {
  private static final String IN_JAR = "webroot";

  private Page() {}

  /** The page: from that folder, else from the jar. */
  static void mount(Router router, String webroot, boolean compressed) {
    mount(router, webroot, IN_JAR, compressed);
  }

  /** Files: from that folder, else from that one in the jar. */
  static void mount(Router router, String webroot, String inJar, boolean compressed) {
    Path folder = Path.of(webroot);
    boolean there = Files.isDirectory(folder);
    FileSystemAccess access =
        there && folder.isAbsolute() ? FileSystemAccess.ROOT : FileSystemAccess.RELATIVE;
    StaticHandler files =
        StaticHandler.create(access, there ? webroot : inJar)
            .setIncludeHidden(false)
            .setDirectoryListing(false)
            .setCachingEnabled(false)
            // A part of a file, compressed, would be a part of nothing.
            .setEnableRangeSupport(!compressed)
            .setDefaultContentEncoding("UTF-8");
    router
        .route()
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            ctx -> {
              ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
              files.handle(ctx);
            });
  }
}
