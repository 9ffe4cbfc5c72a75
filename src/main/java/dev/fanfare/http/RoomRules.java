package dev.fanfare.http;

import dev.fanfare.config.RoomRule;
import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import java.util.List;
import java.util.regex.Pattern;

/** Where nobody may write. The first rule that matches a room holds. Immutable. */
final class RoomRules {
  private record Rule(Pattern match, boolean readOnly) {}

  private final List<Rule> rules;

  RoomRules(List<RoomRule> rules) {
    this.rules = rules.stream().map(rule -> new Rule(glob(rule.match()), rule.readOnly())).toList();
  }

  void requireWritable(RoomName room) {
    for (Rule rule : rules) {
      if (rule.match.matcher(room.value()).matches()) {
        if (rule.readOnly) {
          throw Refusal.of(Code.FORBIDDEN, "The room " + room + " can only be read.");
        }
        return;
      }
    }
  }

  private static Pattern glob(String text) {
    return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
  }
}
