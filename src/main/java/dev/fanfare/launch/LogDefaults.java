package dev.fanfare.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

/**
 * The log when no file says otherwise: lines on standard output. What Logback would read from XML,
 * without the tenth of a second or two that this takes it; operations.md shows the same as a file.
 */
final class LogDefaults {
  private LogDefaults() {}

  static void apply(LoggerContext context) {
    TextLines lines = new TextLines();
    lines.setContext(context);
    lines.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName(LogSettings.CONSOLE);
    console.setEncoder(lines);
    console.start();

    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    // Vert.x, Netty, Hazelcast: what is wrong, no more.
    root.setLevel(Level.WARN);
    context.getLogger(LogSettings.OURS).setLevel(Level.INFO);

    // Two sentences at each start of a cluster: that its own gauges lack a few numbers when the
    // jar's manifest does not count, and that its CP subsystem is off, which Fanfare does not use.
    context.getLogger("com.hazelcast.instance.impl.HazelcastInstanceFactory").setLevel(Level.ERROR);
    context.getLogger("com.hazelcast.cp.CPSubsystem").setLevel(Level.ERROR);
    // What Hazelcast says, with stack traces, when nodes come and go, as they do in every rolling
    // restart: a connection was refused, a share cannot move yet and will, an answer was for a node
    // that had left. Which node came or went, what is lost, and that a node waits for its copies,
    // Fanfare says in its own words.
    context.getLogger("com.hazelcast.internal.partition").setLevel(Level.ERROR);
    context
        .getLogger("com.hazelcast.internal.server.tcp.TcpServerConnectionErrorHandler")
        .setLevel(Level.ERROR);
    context
        .getLogger("com.hazelcast.internal.cluster.impl.MembershipManager")
        .setLevel(Level.ERROR);
    context
        .getLogger("com.hazelcast.spi.impl.operationservice.impl.OutboundResponseHandler")
        .setLevel(Level.ERROR);
    context.getLogger("com.hazelcast.internal.cluster.ClusterService").setLevel(Level.ERROR);
    // What was on its way to a node that stops listening, which then looks at the rooms again.
    context.getLogger("io.vertx.core.eventbus.impl.MessageConsumerImpl").setLevel(Level.ERROR);
    // That a connection of the bus ended, as it does when a node goes: see above. Clients'
    // connections are not spoken of here.
    context.getLogger("io.vertx.core.net.impl.ConnectionBase").setLevel(Level.OFF);
    // What `vertx run` cannot read of its -conf, or the driver cannot load, Fanfare says in a
    // sentence, and does not start.
    context.getLogger("io.vertx.core.impl.launcher.commands.RunCommand").setLevel(Level.OFF);
    context.getLogger("org.sqlite.SQLiteJDBCLoader").setLevel(Level.OFF);
  }
}
