package dev.fanfare;

/** A reason not to start, said to a person: no stack trace. */
final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailure(String message) {
    super(message, null, false, false);
  }
}
