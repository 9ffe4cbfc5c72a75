package dev.fanfare.contract;

/**
 * A socket of {@code fanfare.v1.json} keeps the promises. That it is not recovered carries no
 * position.
 */
class WebSocketContractIT extends TransportContract {
  @Override
  Subscriber subscriber(Api as) {
    return new SocketSubscriber(as);
  }

  @Override
  boolean tellsWhereTheGapEndsAtOnce() {
    return false;
  }
}
