package dev.fanfare.contract;

/** Long polls keep the promises. */
class LongPollContractIT extends TransportContract {
  @Override
  Subscriber subscriber(Api as) {
    return new PollSubscriber(as);
  }

  @Override
  boolean tellsWhereTheGapEndsAtOnce() {
    return true;
  }
}
