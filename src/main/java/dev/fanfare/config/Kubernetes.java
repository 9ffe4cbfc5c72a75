package dev.fanfare.config;

/** How nodes find each other by the name of a service. */
public record Kubernetes(
    @Key(
            doc =
                "Name of a headless service that knows all nodes, instead of cluster.join; all use"
                    + " the same cluster.port",
            form = Form.HOST)
        String serviceDns) {}
