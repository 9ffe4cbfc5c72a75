package dev.fanfare.torture;

/** One message: the n-th of a publisher. It is what the body of the message begins with. */
record Id(String publisher, int sequence) {
  static Id read(String body) {
    String word = body.substring(0, body.indexOf(' ') < 0 ? body.length() : body.indexOf(' '));
    int dash = word.lastIndexOf('-');
    return new Id(word.substring(0, dash), Integer.parseInt(word.substring(dash + 1)));
  }

  @Override
  public String toString() {
    return publisher + "-" + sequence;
  }
}
