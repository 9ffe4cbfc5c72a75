package dev.fanfare.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Long polls keep the promises. */
class LongPollContractIT extends TransportContract {
  @Override
  Subscriber subscriber(Api as) {
    return new PollSubscriber(as);
  }

  @Override
  boolean tellsWhereTheGapEndsAtOnce() {
    return true;
  }

  @Test
  void whoWantsNoMessagesIsToldOnlyWhereToReadOn() {
    String first = api().post("no-messages", "one");
    String head = api().post("no-messages", "two");
    assertNone("limit=0", head);
    assertNone("limit=0&since=" + head, head);
    assertNone("limit=0&since=" + first, first);
    assertNone("limit=0&wait=10&since=" + first, first);
  }

  private void assertNone(String query, String position) {
    JsonObject page = api().page("no-messages", query);
    assertThat(Api.messages(page)).as(query).isEqualTo(List.of());
    assertThat(page.getString("position")).as(query).isEqualTo(position);
  }
}
