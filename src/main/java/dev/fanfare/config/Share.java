package dev.fanfare.config;

/**
 * So many bytes, or so much of a whole that the configuration does not know.
 *
 * @param percent of the whole; 0: {@code bytes} counts
 */
public record Share(long bytes, int percent) {

  /** In bytes, when the whole is as large. */
  public long of(long whole) {
    return percent == 0 ? bytes : whole / 100 * percent;
  }
}
