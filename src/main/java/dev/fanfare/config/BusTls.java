package dev.fanfare.config;

/** The PEM files by which nodes know each other on the event bus, by path. */
public record BusTls(
    @Key(doc = "This node's certificate chain, a PEM file") String cert,
    @Key(doc = "Its private key, a PEM file") String key,
    @Key(doc = "The authority that signed all nodes' certificates, and nobody else's; a PEM file")
        String ca) {}
