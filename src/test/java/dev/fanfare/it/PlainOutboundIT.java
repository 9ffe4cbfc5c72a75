package dev.fanfare.it;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** What holds for messages that leave directly holds for those that go through Vert.x. */
class PlainOutboundIT {
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Broadcasts extends BroadcastIT {
    @Override
    JsonObject http() {
      return super.http().put("outbound", "plain");
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Overload extends OverloadIT {
    @Override
    JsonObject http() {
      return super.http().put("outbound", "plain");
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class SlowClients extends SlowClientIT {
    @Override
    JsonObject http() {
      return super.http().put("outbound", "plain");
    }
  }

  @Nested
  class Silence extends SilenceIT {
    @Override
    JsonObject http() {
      return super.http().put("outbound", "plain");
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Compression extends CompressionIT {
    @Override
    JsonObject http() {
      return super.http().put("outbound", "plain");
    }
  }
}
