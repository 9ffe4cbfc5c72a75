package dev.fanfare.contract;

/** Server-sent events keep the promises. */
class EventStreamContractIT extends TransportContract {
  @Override
  Subscriber subscriber(Api as) {
    return new StreamSubscriber(as);
  }

  @Override
  boolean tellsWhereTheGapEndsAtOnce() {
    return true;
  }
}
