package dev.fanfare.message;

import org.jspecify.annotations.Nullable;

/**
 * Something was refused: a code for programs and a sentence for people that says what would be
 * right. Carries no stack trace: it is an answer, not a fault.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long MOMENT_MILLIS = 1_000;

  private final Code code;
  private final String detail;
  private final @Nullable String ref;
  private final long retryMillis;

  private Refusal(Code code, String detail, @Nullable String ref, long retryMillis) {
    super(code.text() + ": " + detail, null, false, false);
    this.code = code;
    this.detail = detail;
    this.ref = ref;
    this.retryMillis = retryMillis;
  }

  public static Refusal of(Code code, String detail) {
    return new Refusal(code, detail, null, 0);
  }

  /** Nothing is wrong with what was asked for: it may go well in a moment. */
  public static Refusal unavailable(String detail) {
    return of(Code.UNAVAILABLE, detail).retryAfter(MOMENT_MILLIS);
  }

  public static Refusal badRequest(String detail) {
    return of(Code.BAD_REQUEST, detail);
  }

  /** The same refusal as the answer to the command that carried {@code ref}. */
  public Refusal to(@Nullable String newRef) {
    return new Refusal(code, detail, newRef, retryMillis);
  }

  /** The same refusal with a hint when to try again, in milliseconds. */
  public Refusal retryAfter(long millis) {
    return new Refusal(code, detail, ref, millis);
  }

  /**
   * What any failure looks like from outside: itself if it is a refusal, else {@code unavailable},
   * without inner details.
   */
  public static Refusal from(Throwable failure) {
    return failure instanceof Refusal refusal
        ? refusal
        : unavailable("The server cannot do this just now; try again.");
  }

  public Code code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  public @Nullable String ref() {
    return ref;
  }

  /** Milliseconds after which a retry makes sense, 0 if nothing is known. */
  public long retryMillis() {
    return retryMillis;
  }
}
