package dev.fanfare.config;

/** The PEM files of a server that speaks TLS, by path. */
public record Tls(
    @Key(doc = "Certificate chain, a PEM file") String cert,
    @Key(doc = "Private key, a PEM file") String key) {}
