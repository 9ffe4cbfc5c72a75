package dev.fanfare.launch;

import java.util.List;

/** Why the server cannot start, one sentence for each problem. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  StartException(List<String> problems) {
    // No stack trace: whoever started the server reads this.
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
