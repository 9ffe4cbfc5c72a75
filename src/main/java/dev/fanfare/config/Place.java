package dev.fanfare.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the reader is, and what all places of one reading share. Used by one thread. */
final class Place {

  private static final String DEFAULT = "default";
  private static final String FILE = "file";

  final String path;
  private final String source;
  private final boolean inEnvironment;
  private final boolean secret;
  private final Reading reading;

  /** What one reading starts with and collects. */
  private record Reading(
      Map<String, String> env,
      boolean clustered,
      List<Problem> problems,
      List<String> warnings,
      Map<String, String> origins) {}

  private Place(
      String path, String source, boolean inEnvironment, boolean secret, Reading reading) {
    this.path = path;
    this.source = source;
    this.inEnvironment = inEnvironment;
    this.secret = secret;
    this.reading = reading;
  }

  static Place root(Map<String, String> env, boolean clustered) {
    return new Place(
        "",
        FILE,
        true,
        false,
        new Reading(env, clustered, new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>()));
  }

  /** A key of this section. */
  Place key(String name) {
    return new Place(
        path.isEmpty() ? name : path + "." + name, source, inEnvironment, secret, reading);
  }

  /** An entry of this map: its name is free, so no variable can name what is inside. */
  Place entry(String name) {
    return new Place(path + "." + name, source, false, secret, reading);
  }

  Place row(int index) {
    return new Place(path + "[" + index + "]", source, false, secret, reading);
  }

  /** The same place, where a value from a variable is read. */
  Place asVariable() {
    return new Place(path, variable(path), inEnvironment, secret, reading);
  }

  /** The same place, whose value is never shown. */
  Place asSecret() {
    return new Place(path, source, inEnvironment, true, reading);
  }

  /** What the environment says about this key. */
  @Nullable String fromEnvironment() {
    return inEnvironment ? reading.env.get(variable(path)) : null;
  }

  void given() {
    reading.origins.put(path, source);
  }

  void byDefault() {
    reading.origins.put(path, DEFAULT);
  }

  /** The value as it may appear in a sentence. */
  String show(Object json) {
    return secret ? "***" : Shown.value(json);
  }

  void refuse(String message) {
    String blame = source.equals(FILE) ? "" : " (from " + source + ")";
    reading.problems.add(new Problem(path.isEmpty() ? "configuration" : path, message + blame));
  }

  void warn(String message) {
    reading.warnings.add(path + ": " + message);
  }

  boolean clustered() {
    return reading.clustered;
  }

  List<Problem> problems() {
    return reading.problems;
  }

  List<String> warnings() {
    return reading.warnings;
  }

  Map<String, String> origins() {
    return reading.origins;
  }

  /** The variable that sets a key: {@code http.port} is {@code FANFARE_HTTP_PORT}. */
  static String variable(String path) {
    return "FANFARE_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
