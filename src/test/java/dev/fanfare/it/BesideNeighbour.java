package dev.fanfare.it;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests that share a server with somebody who must notice nothing of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BesideNeighbour {
  FanfareJar server;
  private Neighbour neighbour;

  /** How to start the server. */
  abstract Start configured();

  @BeforeAll
  final void start() {
    server = configured().ready();
    neighbour = new Neighbour(server);
  }

  @AfterEach
  final void nobodyElseNotices() {
    neighbour.assertUndisturbed();
  }

  @AfterAll
  final void stop() {
    neighbour.close();
    server.close();
  }
}
