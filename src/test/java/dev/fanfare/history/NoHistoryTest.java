package dev.fanfare.history;

import static dev.fanfare.history.HistoryContract.LOBBY;
import static dev.fanfare.history.HistoryContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.History.Appended;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Position;
import dev.fanfare.message.Since;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The history {@code none}: positions count, nothing is kept. */
class NoHistoryTest {
  private final History history =
      new MemoryHistory(
          HistoryContract.PLENTY.keepingNothing(), () -> 1_000L, new Epochs(new Random(1)));

  @Test
  void positionsCountAndNothingIsKept() {
    Position zero = await(history.head(LOBBY));
    Position first = say("a", null).position();
    assertThat(first).isEqualTo(zero.at(1));
    assertThat(say("b", null).position()).isEqualTo(zero.at(2));
    assertThat(await(history.after(LOBBY, new Since.Start(), 10)).messages()).isEmpty();
    assertThat(await(history.before(LOBBY, null, 10)).messages()).isEmpty();
  }

  @Test
  void everythingOlderIsAGapAndTheHeadIsNot() {
    Position first = say("a", null).position();
    Position head = say("b", null).position();
    assertThat(await(history.after(LOBBY, new Since.After(first), 10)))
        .isEqualTo(new Page(head, List.of(), head, false, true));
    assertThat(await(history.after(LOBBY, new Since.After(head), 10)))
        .isEqualTo(new Page(head, List.of(), head, false, false));
  }

  @Test
  void repeatedKeyIsKnown() {
    Appended first = say("a", "k");
    say("b", null);
    assertThat(first.stored()).isNotNull();
    assertThat(say("a", "k")).isEqualTo(new Appended(first.position(), null));
  }

  private Appended say(String text, String key) {
    return await(history.append(LOBBY, List.of(HistoryContract.draft(text, key)), 1_000)).get(0);
  }
}
