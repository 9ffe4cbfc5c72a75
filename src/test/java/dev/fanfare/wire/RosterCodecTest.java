package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Roster;
import dev.fanfare.message.Roster.Change;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class RosterCodecTest {
  private final RosterCodec codec = new RosterCodec();

  @Test
  void moreChangesThanAMessageHoldsAreRefused() {
    byte[] most = codec.bytesOf(left(Roster.MOST_CHANGES));
    assertThat(((Roster.Changes) codec.valueOf(most)).changes()).hasSize(500);
    byte[] more = codec.bytesOf(left(Roster.MOST_CHANGES + 1));
    assertThatThrownBy(() -> codec.valueOf(more)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Roster left(int times) {
    Change left = new Change.Left(LOBBY, "s", true);
    return new Roster.Changes("n", 1, Collections.nCopies(times, left));
  }
}
