package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.hub.Hub;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Code on one node removes a user of another one. */
class RemovalTest {
  @Test
  void aUserIsRemovedFromTheWholeClusterAndNobodyElse() throws Exception {
    try (TwoNodes nodes = new TwoNodes()) {
      TwoNodes.Client ann = nodes.join(0, "Ann");
      TwoNodes.Client bob = nodes.join(1, "Bob");
      JsonObject joined = ann.next("presence");
      while (joined.getInteger("count") < 2) {
        joined = ann.next("presence");
      }
      String id = bob.next("welcome").getJsonObject("user").getString("id");
      nodes.vertx(0).eventBus().publish(Hub.REMOVE, 5); // whatever else comes there
      nodes.vertx(0).eventBus().publish(Hub.REMOVE, id);
      assertThat(bob.next("closed").getInteger("code")).isEqualTo(4504);
      // At once: who is removed is not waited for as one is who may come back.
      JsonObject left = ann.next("presence");
      assertThat(left.getInteger("count")).isEqualTo(1);
      assertThat(left.getJsonArray("left").getJsonObject(0).getString("id")).isEqualTo(id);
    }
  }
}
