package dev.fanfare.wire;

import dev.fanfare.message.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The wire formats there are, by their names. */
public final class Formats {
  private final List<Format> all = List.of(new RawFormat(), new ChatFormat(), new JsonFormat());
  private final Map<String, Format> byName =
      Stream.of(
              all.stream().collect(Collectors.toMap(Format::name, Function.identity())),
              all.stream().collect(Collectors.toMap(Format::subprotocol, Function.identity())))
          .flatMap(names -> names.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  public List<Format> all() {
    return all;
  }

  /** The format with that name; its subprotocol is a synonym. */
  public Format named(String name) {
    Format format = byName.get(name);
    if (format == null) {
      throw Refusal.badRequest("The formats are json, raw and chat.");
    }
    return format;
  }

  /** The first one of an offered list of subprotocols that is known. */
  public Optional<Format> offered(List<String> subprotocols) {
    return subprotocols.stream()
        .flatMap(name -> all.stream().filter(format -> format.subprotocol().equals(name)))
        .findFirst();
  }
}
