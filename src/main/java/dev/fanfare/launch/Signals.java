package dev.fanfare.launch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first SIGTERM or SIGINT stops in order; a second one, from somebody who does not want to wait
 * for that, ends the process at once. Java by itself ignores the second.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final int BY_SIGNAL = 128;

  private Signals() {}

  /** Listens from now on; does nothing where Java has no signals. */
  static void listen() {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      try {
        handle(name, number -> signal(stopping, number));
      } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
        LOG.debug("No own handling of SIG{}", name, notHere);
      }
    }
  }

  private static void signal(AtomicBoolean stopping, int number) {
    if (stopping.getAndSet(true)) {
      Runtime.getRuntime().halt(BY_SIGNAL + number);
    }
    new Thread(() -> System.exit(BY_SIGNAL + number), "stop").start();
  }

  private interface Action {
    void run(int signal);
  }

  /** {@code sun.misc.Signal.handle}, which the compiler would warn of: there is no other way. */
  private static void handle(String name, Action action) throws ReflectiveOperationException {
    Class<?> signals = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Method number = signals.getMethod("getNumber");
    Object proxy =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, arguments) -> {
              if (!method.getName().equals("handle")) {
                return method.invoke(action, arguments);
              }
              action.run((Integer) number.invoke(arguments[0]));
              return null;
            });
    try {
      Object signal = signals.getConstructor(String.class).newInstance(name);
      signals.getMethod("handle", signals, handler).invoke(null, signal, proxy);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(refused.getCause());
    }
  }
}
