package dev.fanfare.launch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the words behind the main class mean, for both of Vert.x' launchers: one dash or two, {@code
 * -conf X} or {@code -conf=X}. Immutable.
 *
 * @param conf the value of {@code -conf}: a file or JSON
 * @param clustered whether {@code -cluster} (or {@code -ha}, which means it too) is there
 * @param unknown options that neither launcher has
 * @param words what is not an option: the command {@code run}, the verticle
 */
record Arguments(
    @Nullable String conf,
    boolean clustered,
    boolean check,
    boolean version,
    boolean help,
    List<String> unknown,
    List<String> words) {

  private static final Set<String> WITH_VALUE =
      Set.of(
          "conf",
          "options",
          "vertx-options",
          "deployment-options",
          "instances",
          "cluster-host",
          "cluster-port",
          "cluster-public-host",
          "cluster-public-port",
          // the legacy launcher's
          "cp",
          "classpath",
          "quorum",
          "hagroup",
          "vertx-id",
          "redeploy",
          "on-redeploy",
          "redeploy-scan-period",
          "redeploy-grace-period",
          "redeploy-termination-period",
          "java-opts",
          "launcher-class");

  private static final Set<String> FLAGS =
      Set.of(
          "c",
          "cluster",
          "ha",
          "w",
          "worker",
          "vt",
          "virtual-thread",
          "h",
          "help",
          "version",
          "check",
          "redirect-output");

  Arguments {
    unknown = List.copyOf(unknown);
    words = List.copyOf(words);
  }

  static Arguments of(List<String> args) {
    String conf = null;
    List<String> flags = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      if (!word.startsWith("-") || word.length() == 1) {
        words.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String written = equals < 0 ? word : word.substring(0, equals);
      String name = written.replaceFirst("^--?", "").toLowerCase(Locale.ROOT);
      if (WITH_VALUE.contains(name)) {
        String value = equals >= 0 ? word.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
        conf = name.equals("conf") ? value : conf;
      } else if (FLAGS.contains(name)) {
        flags.add(name);
      } else if (!word.startsWith("-D")) { // the legacy launcher takes system properties here
        unknown.add(written);
      }
    }
    return new Arguments(
        conf,
        flags.contains("cluster") || flags.contains("c") || flags.contains("ha"),
        flags.contains("check"),
        flags.contains("version"),
        flags.contains("help") || flags.contains("h"),
        unknown,
        words);
  }
}
