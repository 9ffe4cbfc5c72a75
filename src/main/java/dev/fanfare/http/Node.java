package dev.fanfare.http;

import dev.fanfare.access.AddressLimits;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.hub.Backlogs;
import dev.fanfare.hub.Broker;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.Presence;

/**
 * What all loops of this process share.
 *
 * @param name of this node, unique in the cluster
 */
public record Node(
    String name,
    FanfareConfig config,
    Broker broker,
    Presence presence,
    AddressLimits addresses,
    Backlogs backlogs,
    Meters meters,
    Clocks clocks,
    Readiness readiness) {}
