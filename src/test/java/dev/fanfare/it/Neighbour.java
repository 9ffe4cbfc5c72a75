package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two who talk with each other in a room of their own all the while, whatever others do to the
 * server.
 */
final class Neighbour implements AutoCloseable {
  private final FanfareJar server;
  private final Client ann;
  private final Client bob;
  private int said;

  Neighbour(FanfareJar server) {
    this.server = server;
    ann = Client.to(server, "/ws?room=neighbours");
    bob = Client.to(server, "/ws?room=neighbours");
  }

  /** What is said arrives, once, at both, over the connections that they had from the beginning. */
  void assertUndisturbed() {
    said++;
    ann.send("Are you there? " + said);
    assertThat(bob.nextText()).isEqualTo("Are you there? " + said);
    assertThat(ann.nextText()).isEqualTo("Are you there? " + said);
    server.assertQuiet();
  }

  @Override
  public void close() {
    ann.close();
    bob.close();
  }
}
