package dev.fanfare.contract;

/** The server does not let this subscriber in. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String code;

  Refused(String code, String said) {
    super(said);
    this.code = code;
  }

  String code() {
    return code;
  }
}
