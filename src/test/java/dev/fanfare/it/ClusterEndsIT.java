package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hazelcast ends by itself: whoever looks after the process must see that it was no stop. */
class ClusterEndsIT {
  private static final int LOST = 20;

  @ParameterizedTest
  @EnumSource
  void theExitCodeSaysSo(LaunchIT.Way way) throws Exception {
    Start start = way.start().jvm("-Dhazelcast.jmx=true");
    try (FanfareJar node = new TwoNodes().node(start, 0, new JsonObject()).ready()) {
      endHazelcast(node.pid());
      node.awaitLine("Hazelcast ended by itself");
      assertThat(node.awaitExit()).isEqualTo(LOST);
      assertThat(node.err()).isEmpty();
    }
  }

  private static void endHazelcast(long pid) throws Exception {
    VirtualMachine java = VirtualMachine.attach(Long.toString(pid));
    JMXServiceURL address = new JMXServiceURL(java.startLocalManagementAgent());
    java.detach();
    ObjectName every = new ObjectName("com.hazelcast:type=HazelcastInstance,*");
    try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      ObjectName hazelcast = beans.queryNames(every, null).iterator().next();
      beans.invoke(hazelcast, "shutdown", null, null);
    } catch (IOException gone) {
      // the process is, before it could answer
    }
  }
}
