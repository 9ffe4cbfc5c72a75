package dev.fanfare.bench.fanout;

/**
 * What one burst showed.
 *
 * @param said messages stored and delivered to everybody, a second
 * @param rate messages delivered a second
 * @param perCpu messages delivered for each second of the server's processor time
 * @param p50 milliseconds from when a message was due to when a listener had it
 * @param lost not delivered, though everything had time to come
 * @param disordered came after a later one of the same publisher, or again
 */
record Result(
    double said, double rate, double perCpu, double p50, double p99, long lost, long disordered) {}
