package dev.fanfare.launch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the logging configuration: {@code conf/logback.xml} of the working directory, else {@link
 * LogDefaults}. Logback calls it, found as a service, at the first use of a logger, whatever the
 * main class; {@code -Dlogback.configurationFile} goes before both.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String FILE = "conf/logback.xml";

  private final Path directory;

  /** For the service loader: the working directory. */
  public LogConfigurator() {
    this(Path.of(""));
  }

  LogConfigurator(Path directory) {
    this.directory = directory;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    sendHazelcastHere();
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Path outside = directory.resolve(FILE);
    if (Files.isRegularFile(outside) && configured(context, urlOf(outside))) {
      return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
    LogDefaults.apply(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Hazelcast writes to java.util.logging unless told, and reads this before its own settings. */
  private static void sendHazelcastHere() {
    if (System.getProperty("hazelcast.logging.type") == null) {
      System.setProperty("hazelcast.logging.type", "slf4j");
    }
  }

  /** A broken file must not silence the server; Logback prints what it could not read. */
  private boolean configured(LoggerContext context, URL file) {
    JoranConfigurator joran = new JoranConfigurator();
    joran.setContext(context);
    try {
      joran.doConfigure(file);
      return true;
    } catch (JoranException broken) {
      addError("Cannot use " + file + " as logging configuration", broken);
      context.reset();
      return false;
    }
  }

  private static URL urlOf(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
