package dev.fanfare.torture;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event loops of a server, which a debugger can stop, as code that blocks them would; all other
 * threads go on. Owned by the test's thread.
 */
final class Loops implements AutoCloseable {
  /** The option of Java's with which a server lets a debugger in, at a port that it tells. */
  static final String OPTION =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

  private static final Pattern TOLD =
      Pattern.compile("Listening for transport dt_socket at address: (\\d+)");

  private final VirtualMachine machine;
  private final List<ThreadReference> loops;

  private Loops(VirtualMachine machine) {
    this.machine = machine;
    this.loops =
        machine.allThreads().stream()
            .filter(thread -> thread.name().startsWith("vert.x-eventloop-thread-"))
            .toList();
  }

  /**
   * @param server was started with {@link #OPTION}, and is ready
   */
  static Loops of(Server server) throws IOException {
    Matcher told = TOLD.matcher(server.output());
    if (!told.find()) {
      throw new IllegalStateException("It does not let a debugger in:\n" + server.output());
    }
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(one -> one.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(told.group(1));
    try {
      return new Loops(connector.attach(arguments));
    } catch (IllegalConnectorArgumentsException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  int count() {
    return loops.size();
  }

  void stop() {
    loops.forEach(ThreadReference::suspend);
  }

  void goOn() {
    loops.forEach(ThreadReference::resume);
  }

  /** They go on, if they stood still. */
  @Override
  public void close() {
    machine.dispose();
  }
}
