package dev.fanfare.http;

import dev.fanfare.message.Command;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.wire.Envelope;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Payload;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the messages of one socket mean. Owned by the connection's loop. */
@FunctionalInterface
interface Inbound {

  /**
   * The command in a message, or null: it means nothing.
   *
   * @throws Refusal if it is wrong
   */
  @Nullable Command read(Payload message);

  /** What the format says. */
  static Inbound of(Format format) {
    return format::decode;
  }

  /** The same in an inbox, where whatever is said is a direct message to its owner. */
  static Inbound inInbox(Format format, String owner) {
    return message -> {
      Command command = format.decode(message);
      return command instanceof Command.Publish said
          ? new Command.Direct(said.ref(), owner, said.key(), said.body())
          : command;
    };
  }

  /** Whatever comes: nothing. */
  static Inbound ignoring() {
    return message -> null;
  }

  /**
   * Frames that name their recipient or sender.
   *
   * @param sender the true name
   * @param roomOf the room of a recipient's name; of null: of who is not named
   */
  static Inbound letters(
      Envelope envelope, String sender, Function<@Nullable String, RoomName> roomOf) {
    return message -> {
      if (message.binary()) {
        throw Refusal.badRequest("This endpoint takes text frames only.");
      }
      Envelope.Letter letter = envelope.open(message.bytes(), sender);
      return new Command.Publish(null, roomOf.apply(letter.recipient()), null, letter.body());
    };
  }
}
