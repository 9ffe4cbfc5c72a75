package dev.fanfare.history;

/**
 * Where and in which epoch a new room begins.
 *
 * @param epoch never used before by a room that is not there any more
 * @param at the member that said so, which owns the room: no other may begin it
 */
record ClusterBirth(String epoch, String at) {
  static ClusterBirth read(String text) {
    int blank = text.indexOf(' ');
    return new ClusterBirth(text.substring(0, blank), text.substring(blank + 1));
  }

  @Override
  public String toString() {
    return epoch + " " + at;
  }
}
