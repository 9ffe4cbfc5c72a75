package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;

/** A socket whose messages go through Vert.x keeps the promises too. */
class PlainWebSocketContractIT extends WebSocketContractIT {
  @Override
  JsonObject http() {
    return new JsonObject().put("outbound", "plain");
  }
}
