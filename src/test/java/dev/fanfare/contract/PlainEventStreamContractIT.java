package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;

/** A stream whose events go through Vert.x keeps the promises too. */
class PlainEventStreamContractIT extends EventStreamContractIT {
  @Override
  JsonObject http() {
    return new JsonObject().put("outbound", "plain");
  }
}
