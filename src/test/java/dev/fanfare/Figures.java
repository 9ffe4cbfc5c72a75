package dev.fanfare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node shows at {@code /metrics}, read strictly: text that is not as Prometheus' format
 * 0.0.4 has it, and figures without a word of what they are, are refused. Immutable.
 */
public final class Figures {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "((" + NAME + ")(?:\\{" + LABEL + "(?:," + LABEL + ")*,?})?) (\\S+)(?: -?\\d+)?");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, String> helps = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();

  private Figures() {}

  /** Reads the body of an answer; throws if there is something wrong with it. */
  public static Figures read(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("The last line does not end:\n" + text);
    }
    Figures figures = new Figures();
    text.lines().forEach(figures::line);
    return figures;
  }

  private void line(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    Matcher sample = SAMPLE.matcher(line);
    if (help.matches()) {
      once(helps.put(help.group(1), help.group(2)), line);
    } else if (type.matches()) {
      once(types.put(type.group(1), type.group(2)), line);
    } else if (sample.matches()) {
      String family = family(sample.group(2));
      if (!helps.containsKey(family) || !types.containsKey(family)) {
        throw new AssertionError("Nothing says what this is: " + line);
      }
      once(samples.put(sample.group(1), number(sample.group(3))), line);
    } else {
      throw new AssertionError("Not as the format has it: " + line);
    }
  }

  /** A summary has two figures under its name. */
  private String family(String name) {
    String shorter = name.replaceFirst("_(count|sum)$", "");
    return "summary".equals(types.get(shorter)) ? shorter : name;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static void once(Object before, String line) {
    if (before != null) {
      throw new AssertionError("A second time: " + line);
    }
  }

  /**
   * @param name with labels, as it stands there: {@code fanfare_slow_consumers_total{rule="close"}}
   */
  public double value(String name) {
    Double value = samples.get(name);
    if (value == null) {
      throw new NoSuchElementException(name + " is not among " + samples.keySet());
    }
    return value;
  }

  /** The largest of those that differ only in their labels. */
  public double largest(String name) {
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElseThrow(() -> new NoSuchElementException(name + " is not among " + samples.keySet()));
  }

  /** All of them, with their labels. */
  public Map<String, Double> samples() {
    return Map.copyOf(samples);
  }

  /** The type of each name. */
  public Map<String, String> types() {
    return Map.copyOf(types);
  }
}
