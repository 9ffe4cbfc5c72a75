package dev.fanfare;

import dev.fanfare.launch.Launch;
import java.util.List;

/** Starts Fanfare: {@code java -jar fanfare.jar [-conf FILE] [-cluster]}; see {@code --help}. */
public final class Main {
  private static final String VERTICLE = "dev.fanfare.FanfareVerticle";

  private Main() {}

  public static void main(String[] args) {
    int exit = new Launch(System.out, System.err).run(VERTICLE, List.of(args), System.getenv());
    if (exit != Launch.FINE) {
      System.exit(exit);
    }
  }
}
