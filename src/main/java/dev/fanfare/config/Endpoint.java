package dev.fanfare.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One configured path and how it speaks with those who connect there. */
public record Endpoint(
    @Key(
            doc = "Path, in it :parameters; without it the entry's name is the path",
            optional = true,
            form = Form.PATH)
        @Nullable String path,
    @Key(
            doc =
                "What connects here: sockets; sockets that only listen (push); requests that wait"
                    + " for the next message (poll); requests that bring one (publish)",
            is = "websocket")
        Set<Accepts> accepts,
    @Key(
            doc = "Room that a connection joins; a :parameter of the path may stand in it",
            is = "lobby",
            form = Form.ROOM_OF_PATH)
        String room,
    @Key(doc = "How messages look when the client asks for no format", is = "raw") Look format,
    @Key(doc = "Whether senders get their own messages too", is = "true") boolean echo,
    @Key(
            doc =
                "Whose messages these are: guests under the name they give, or visitors under their"
                    + " address, a number, or a parameter of the path",
            is = "guest",
            form = Form.IDENTITY)
        String identity,
    @Key(doc = "What templates do with text and names that could be markup", is = "none")
        Escape escape,
    @Key(doc = "What a socket is told when it has connected", optional = true)
        @Nullable Notice welcome,
    @Key(doc = "What is said when a socket has connected", optional = true) @Nullable Notice joined,
    @Key(doc = "What is said when a socket is gone", optional = true) @Nullable Notice left,
    @Key(
            doc = "Origins of the pages that may connect; without it access.origins",
            optional = true,
            form = Form.ORIGIN)
        @Nullable List<String> origins,
    @Key(doc = "Answer to a plain GET; without it a hint to upgrade", optional = true)
        @Nullable String plain,
    @Key(
            doc =
                "Field of a JSON frame that names the recipient, who takes the place of the last"
                    + " :parameter in the room",
            optional = true)
        @Nullable String to,
    @Key(doc = "Field of a JSON frame that gets the sender's true name", optional = true)
        @Nullable String from,
    @Key(
            doc =
                "Form field that is the message of a POST, then answered without a body; without it"
                    + " any body is a message",
            optional = true)
        @Nullable String field) {

  /** A parameter in a path or a room; its name is the first group. */
  public static final Pattern PARAMETER = Pattern.compile(":([\\p{L}_][\\p{L}\\p{Nd}_]*)");

  /** The identity of those who say themselves who they are. */
  private static final String GUEST = "guest";

  private static final String PATH = "path:";

  public Endpoint {
    accepts = Set.copyOf(accepts);
    origins = origins == null ? null : List.copyOf(origins);
  }

  /** The same in another room. */
  public Endpoint in(String otherRoom) {
    return new Endpoint(
        path, accepts, otherRoom, format, echo, identity, escape, welcome, joined, left, origins,
        plain, to, from, field);
  }

  /** The path of the entry of that name. */
  public String at(String name) {
    return path == null ? name : path;
  }

  /** Whether its clients say themselves who they are. */
  public boolean guests() {
    return identity.equals(GUEST);
  }

  /** The parameter of the path that is the client's name, or null. */
  public @Nullable String nameParameter() {
    return identity.startsWith(PATH) ? identity.substring(PATH.length()) : null;
  }

  /** The names of the parameters in a path or a room, in their order. */
  public static List<String> parameters(String text) {
    return PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** A way to connect. */
  public enum Accepts {
    WEBSOCKET,
    PUSH,
    POLL,
    PUBLISH
  }

  /** What is done with what others wrote. */
  public enum Escape {
    NONE,
    HTML
  }
}
