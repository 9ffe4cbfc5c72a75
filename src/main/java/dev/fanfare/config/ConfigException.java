package dev.fanfare.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Carries every problem; the message has one line for each. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    // No stack trace: the reader of this is whoever wrote the configuration.
    super(
        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
