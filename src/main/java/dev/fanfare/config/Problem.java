package dev.fanfare.config;

/** What is wrong at one key, and what would be right. */
public record Problem(String path, String message) {

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
