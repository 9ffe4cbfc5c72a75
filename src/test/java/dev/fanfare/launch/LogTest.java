package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
  @TempDir Path directory;

  private final LoggerContext context = new LoggerContext();

  @Test
  void defaultWritesOneLine() {
    configure();
    assertThat(write(Level.INFO, "listening on {}", null, 8080))
        .isEqualTo("2026-11-21T07:00:00.123Z INFO  dev.fanfare.X - listening on 8080\n");
  }

  @Test
  void librariesAreHeardFromWarning() {
    configure();
    assertThat(context.getLogger("dev.fanfare.X").isInfoEnabled()).isTrue();
    assertThat(context.getLogger("dev.fanfare.X").isDebugEnabled()).isFalse();
    for (String library : new String[] {"io.netty.X", "io.vertx.X", "com.hazelcast.X"}) {
      assertThat(context.getLogger(library).isInfoEnabled()).isFalse();
      assertThat(context.getLogger(library).isWarnEnabled()).isTrue();
    }
  }

  /** What it says then heals by itself; that nodes are silent, or do not fit, does not. */
  @Test
  void hazelcastIsNotHeardWhenNodesComeAndGo() {
    configure();
    for (String usual :
        new String[] {
          "com.hazelcast.internal.server.tcp.TcpServerConnectionErrorHandler",
          "com.hazelcast.internal.cluster.impl.MembershipManager",
          "com.hazelcast.internal.cluster.ClusterService",
          "com.hazelcast.internal.partition.PartitionServiceProxy",
          "com.hazelcast.internal.partition.impl.MigrationManager",
          "com.hazelcast.internal.partition.operation.MigrationOperation",
          "com.hazelcast.internal.partition.operation.MigrationRequestOperation"
        }) {
      assertThat(context.getLogger(usual).isWarnEnabled()).as(usual).isFalse();
      assertThat(context.getLogger(usual).isErrorEnabled()).as(usual).isTrue();
    }
    for (String trouble :
        new String[] {
          "com.hazelcast.internal.cluster.impl.ClusterHeartbeatManager",
          "com.hazelcast.internal.cluster.impl.ClusterJoinManager"
        }) {
      assertThat(context.getLogger(trouble).isWarnEnabled()).as(trouble).isTrue();
    }
  }

  @Test
  void messageCannotForgeALine() {
    configure();
    assertThat(write(Level.INFO, "name {}", null, "a\r\nERROR fake\t\u001b[31m\u0085\u2028\u202e"))
        .isEqualTo(
            "2026-11-21T07:00:00.123Z INFO  dev.fanfare.X - name "
                + "a\\r\\nERROR fake\\t\\u001b[31m\\u0085\\u2028\\u202e\n");
  }

  @Test
  void otherScriptsAndEmojiStay() {
    configure();
    assertThat(write(Level.INFO, "{}", null, "你好 שלום 👩‍👩‍👧 ürgh"))
        .endsWith(" - 你好 שלום 👩‍👩‍👧 ürgh\n");
  }

  @Test
  void exceptionCannotForgeALine() {
    configure();
    Exception cause = new IllegalStateException("x\n2026-11-21T07:00:00.123Z ERROR fake");
    Exception thrown = new RuntimeException("outer", cause);
    thrown.addSuppressed(new IOException("also\nthis"));
    String[] lines = write(Level.WARN, "failed", thrown).split("\n");
    assertThat(lines[0]).isEqualTo("2026-11-21T07:00:00.123Z WARN  dev.fanfare.X - failed");
    assertThat(lines[1]).isEqualTo("  java.lang.RuntimeException: outer");
    assertThat(lines).contains("    suppressed: java.io.IOException: also\\nthis");
    assertThat(lines)
        .contains(
            "  caused by: java.lang.IllegalStateException: "
                + "x\\n2026-11-21T07:00:00.123Z ERROR fake");
    assertThat(lines).filteredOn(line -> !line.startsWith("  ")).hasSize(1);
  }

  @Test
  void fileOfTheWorkingDirectoryGoesFirst() throws IOException {
    writeFile("<configuration><root level=\"ERROR\"/></configuration>");
    configure();
    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void fileOfTheManualSaysWhatTheDefaultSays() throws IOException {
    configure();
    Exception thrown = new IOException("b\nc");
    String line = write(Level.ERROR, "a\n{}", thrown, "\u202e");
    Map<String, Level> levels = levels();
    String manual = Files.readString(Path.of("src/site/markdown/operations.md"));
    writeFile(
        manual.substring(manual.indexOf("<configuration>"), manual.indexOf("\n```\n\n## Limits")));

    context.reset();
    configure();
    assertThat(write(Level.ERROR, "a\n{}", thrown, "\u202e")).isEqualTo(line);
    assertThat(levels()).isEqualTo(levels);
  }

  @Test
  void brokenFileFallsBackToTheDefault() throws IOException {
    writeFile("<configuration><root level=");
    configure();
    assertThat(write(Level.INFO, "still here", null)).endsWith(" - still here\n");
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .anySatisfy(status -> assertThat(status.getMessage()).contains("Cannot use"));
  }

  @Test
  void levelAndFormatOfTheConfiguration() {
    configure();
    LogSettings.apply(context, "debug", "json");
    assertThat(context.getLogger("dev.fanfare.X").isDebugEnabled()).isTrue();
    String line = write(Level.INFO, "name {}", new IOException("why"), "a\n\"b\"");
    assertThat(line.strip()).doesNotContain("\n");
    JsonObject event = new JsonObject(line);
    assertThat(event.getString("formattedMessage")).isEqualTo("name a\n\"b\"");
    assertThat(event.getString("level")).isEqualTo("INFO");
    assertThat(event.getString("loggerName")).isEqualTo("dev.fanfare.X");
    assertThat(event.getLong("timestamp")).isEqualTo(1795244400123L);
    assertThat(event.getJsonObject("throwable").getString("message")).isEqualTo("why");

    LogSettings.apply(context, "info", "text");
    assertThat(context.getLogger("dev.fanfare.X").isDebugEnabled()).isFalse();
    assertThat(write(Level.INFO, "text", null)).endsWith(" - text\n");
  }

  @Test
  void unknownLevelOrFormatIsRefused() {
    configure();
    assertThatThrownBy(() -> LogSettings.apply(context, "loud", "text"))
        .hasMessageContaining("log.level: loud");
    assertThatThrownBy(() -> LogSettings.apply(context, "info", "xml"))
        .hasMessageContaining("log.format: xml");
  }

  private void configure() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    LogConfigurator configurator = new LogConfigurator(directory);
    configurator.setContext(context);
    assertThat(configurator.configure(context))
        .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
  }

  private Map<String, Level> levels() {
    return context.getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null)
        .collect(Collectors.toMap(Logger::getName, Logger::getLevel));
  }

  private void writeFile(String xml) throws IOException {
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/logback.xml"), xml);
  }

  private String write(Level level, String message, Throwable thrown, Object... arguments) {
    Logger logger = context.getLogger("dev.fanfare.X");
    LoggingEvent event = new LoggingEvent("", logger, level, message, thrown, arguments);
    event.setInstant(Instant.parse("2026-11-21T07:00:00.123Z"));
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>)
            context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stdout");
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
