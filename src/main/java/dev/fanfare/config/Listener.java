package dev.fanfare.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One more port, with endpoints of its own and nothing else. */
public record Listener(
    @Key(doc = "Address to listen on", is = "0.0.0.0", form = Form.HOST) String host,
    @Key(doc = "Port to listen on; 0 takes any free one", range = "0..65535") int port,
    @Key(
            doc = "Directories of its static files; the first that has the file serves it",
            is = "",
            form = Form.FILLED,
            lone = true)
        List<String> webroot,
    @Key(doc = "Serve HTTPS with these PEM files", optional = true) @Nullable Tls tls,
    @Key(
            doc = "Take only connections that begin with the header of the PROXY protocol",
            is = "false")
        boolean proxyProtocol,
    @Key(doc = "Its endpoints, by path or name", is = "", form = Form.ENDPOINT)
        Map<String, Endpoint> endpoints) {

  public Listener {
    webroot = List.copyOf(webroot);
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }
}
