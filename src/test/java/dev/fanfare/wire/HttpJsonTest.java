package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.HERE;
import static dev.fanfare.wire.Samples.LOBBY;
import static dev.fanfare.wire.Samples.string;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpJsonTest {
  @Test
  void resourcesLookAsTheProtocolSays() {
    assertThat(string(HttpJson.page(LOBBY, HERE, List.of(), false, false)))
        .isEqualTo(
            "{\"room\":\"lobby\",\"position\":\"k3x9f2-42\",\"messages\":[],"
                + "\"more\":false,\"gap\":false}");
    assertThat(string(HttpJson.stored(LOBBY, HERE)))
        .isEqualTo("{\"room\":\"lobby\",\"position\":\"k3x9f2-42\"}");
    assertThat(string(HttpJson.room(LOBBY, HERE, 3)))
        .isEqualTo("{\"room\":\"lobby\",\"position\":\"k3x9f2-42\",\"members\":3}");
    assertThat(string(HttpJson.members(LOBBY, 1, List.of(ANN))))
        .isEqualTo(
            "{\"room\":\"lobby\",\"count\":1,\"members\":[{\"id\":\"u1\",\"name\":\"Ann\"}]}");
  }

  @Test
  void aProblemHasACodeForProgramsAndASentenceForPeople() {
    assertThat(string(ProblemJson.encode(Code.TOO_LARGE, "At most \"1\" byte.")))
        .isEqualTo(
            "{\"status\":413,\"title\":\"Too large\",\"detail\":\"At most \\\"1\\\" byte.\","
                + "\"code\":\"too_large\"}");
  }
}
