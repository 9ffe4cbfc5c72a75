package dev.fanfare.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what is different in a room. Immutable. */
public final class RoomRules {
  private record Compiled(Pattern match, RoomRule rule) {}

  private final List<Compiled> rules;

  public RoomRules(List<RoomRule> rules) {
    this.rules = rules.stream().map(rule -> new Compiled(glob(rule.match()), rule)).toList();
  }

  /** The first rule that matches the room's name, or null. */
  public @Nullable RoomRule of(String room) {
    for (Compiled compiled : rules) {
      if (compiled.match.matcher(room).matches()) {
        return compiled.rule;
      }
    }
    return null;
  }

  /** What is done in the room about a client that is too far behind. */
  public RoomRule.SlowConsumer slowConsumer(String room) {
    RoomRule rule = of(room);
    return rule == null ? RoomRule.SlowConsumer.CLOSE : rule.slowConsumer();
  }

  private static Pattern glob(String text) {
    return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
  }
}
