package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal names the key, what is wrong and what would be right. */
class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"http":{"port":70000}}               | http.port: 70000 is out of range; 0 to 65535
          {"http":{"port":-1}}                  | http.port: -1 is out of range; 0 to 65535
          {"http":{"port":99999999999999999999}} | http.port: 99999999999999999999 is out of range; 0 to 65535
          {"http":{"port":"8080"}}              | http.port: "8080" does not fit; expected a whole number, 0 to 65535
          {"http":{"port":80.5}}                | http.port: 80.5 is a number; expected a whole number, 0 to 65535
          {"http":{"port":true}}                | http.port: true is a truth value; expected a whole number, 0 to 65535
          {"http":{"port":{"a":1}}}             | http.port: {"a":1} is an object; expected a whole number, 0 to 65535
          {"http":{"host":""}}                  | http.host: "" does not fit; expected a host name or address without port, such as "chat.example"
          {"http":{"host":["a"]}}               | http.host: ["a"] is a list; expected a host name or address without port, such as "chat.example"
          {"http":{"prot":80}}                  | http.prot: is unknown; did you mean "port"?
          {"http":{"quic":true}}                | http.quic: is unknown; known here are compression, host, hosts, idle, instances, linger, outbound, ping, port, proxy-protocol, tls, transport, trusted-proxies, webroot
          {"http":{"idle":"25s"}}               | http.idle: 25s is not longer than http.ping, 25s; raise this or lower that
          {"http":{"transport":"epoll"}}        | http.transport: "epoll" does not fit; expected auto, nio or io_uring
          {"http":{"tls":{"cert":"c"}}}         | http.tls.key: is missing; expected a text that is not blank
          {"http":{"hosts":"a"}}                | http.hosts: "a" does not fit; expected a list; in it, a host name or address without port, such as "chat.example"
          {"http":{"hosts":["a",null]}}         | http.hosts[1]: null is no value; expected a host name or address without port, such as "chat.example"
          {"http":{"trusted-proxies":["proxy"]}} | http.trusted-proxies[0]: "proxy" does not fit; expected an address or a network such as "10.0.0.0/8"
          {"http":[]}                           | http: [] is a list; expected an object with compression, host, hosts, idle, instances, linger, outbound, ping, port, proxy-protocol, tls, transport, trusted-proxies, webroot
          {"endpoints":[]}                      | endpoints: [] is a list; expected an object, in it a path such as "/ws" (it begins with / and holds no space, ? or #), or a name, and the path as path
          {"endpoints":{"ws":{}}}               | endpoints.ws.path: is missing; "ws" is a name, not a path
          {"endpoints":{"a b":{}}}              | endpoints.a b: the name does not fit; expected a path such as "/ws" (it begins with / and holds no space, ? or #), or a name, and the path as path
          {"endpoints":{"a":{"path":"/ws"}}}    | endpoints.a.accepts: "/ws" accepts sockets at /ws already
          {"endpoints":{"/a":{"accepts":["websocket","push"]}}} | endpoints./a.accepts: sockets either talk, websocket, or only listen, push
          {"endpoints":{"/a":{"accepts":["poll"]}}} | endpoints./a.format: poll answers JSON; expected json or a template
          {"endpoints":{"/a":{"identity":"path:who"}}} | endpoints./a.identity: the path /a has no parameter :who
          {"endpoints":{"/a/:who":{"to":"recv"}}} | endpoints./a/:who.to: the room needs a :parameter of the path in the recipient's place, such as "direct.:name"
          {"endpoints":{"/a":{"field":"content"}}} | endpoints./a.field: only publish takes forms; add it to accepts
          {"endpoints":{"/a":{"format":"${txt}"}}} | endpoints./a.format: there is no ${txt} here; there are ${text}, ${ip}, ${name}, ${id}, ${number}, ${room}, ${position}, ${time}
          {"endpoints":{"/a":{"format":{"a":["${text}",{"b":"x${}"}]}}}} | endpoints./a.format: there is no ${} here; there are ${text}, ${ip}, ${name}, ${id}, ${number}, ${room}, ${position}, ${time}
          {"listeners":{"more":{"port":1,"webroot":5}}} | listeners.more.webroot: 5 is a number; expected a text that is not blank, or a list of such
          {"listeners":{"more":{"port":1,"webroot":["a"," "]}}} | listeners.more.webroot[1]: " " does not fit; expected a text that is not blank
          {"endpoints":{"/a":{"joined":{"to":"all","say":"${text}"}}}} | endpoints./a.joined.say: there is no ${text} here; there are ${ip}, ${name}, ${id}, ${number}, ${room}
          {"endpoints":{"/a":{"joined":{"say":"hi"}}}} | endpoints./a.joined.to: is missing; expected self, others or all
          {"listeners":{"a":{}}}                | listeners.a.port: is missing; expected a whole number, 0 to 65535
          {"listeners":{"a":{"port":8080}}}     | listeners.a.port: 8080 is http.port as well; they need different ports
          {"endpoints":{"/ws":7}}               | endpoints./ws: 7 is a number; expected an object with accepts, echo, escape, field, format, from, identity, joined, left, origins, path, plain, room, to, welcome
          {"endpoints":{"/ws":{"accepts":[]}}}  | endpoints./ws.accepts: nothing could connect here; expected ["websocket"]
          {"endpoints":{"/ws":{"room":"@bob"}}} | endpoints./ws.room: "@bob" does not fit; expected a room name: 1 to 64 letters, digits and - _ . : ~, in it :parameters of the path
          {"endpoints":{"/ws":{"format":"xml"}}} | endpoints./ws.format: "xml" does not fit; expected raw, chat or json; or a text or a JSON value with placeholders, ${text}, ${ip}, ${name}, ${id}, ${number}, ${room}, ${position}, ${time}
          {"history":{"kind":"redis"}}          | history.kind: "redis" does not fit; expected auto, memory, sqlite or none
          {"history":{"room-bytes":"64KB"}}     | history.room-bytes: "64KB" does not fit; expected a number of bytes or a size in B, KiB, MiB, GiB or TiB such as "64KiB", 1B to 1TiB
          {"history":{"age":60}}                | history.age: 60 is a number; expected a duration in ms, s, m, h or d such as "30s", 1ms to 3650d
          {"history":{"age":"-1s"}}             | history.age: "-1s" does not fit; expected a duration in ms, s, m, h or d such as "30s", 1ms to 3650d
          {"history":{"age":"99999999999999999999d"}} | history.age: "99999999999999999999d" is out of range; 1ms to 3650d
          {"rooms":{}}                          | rooms: {} is an object; expected a list of objects
          {"rooms":[null]}                      | rooms[0]: null is no value; expected an object
          {"rooms":[{}]}                        | rooms[0].match: is missing; expected a room name in which * stands for any characters, such as "ops.*"
          {"rooms":[{"match":"a","history":{"mesages":1}}]} | rooms[0].history.mesages: is unknown; did you mean "messages"?
          {"rooms":[{"match":"a","history":1}]} | rooms[0].history: 1 is a number; expected an object with age, messages, room-bytes
          {"limits":{"messageBytes":1}}         | limits.messageBytes: is unknown; did you mean "message-bytes"?
          {"limits":{"message-bytes":0}}        | limits.message-bytes: 0 is out of range; 1B to 256MiB
          {"limits":{"outbound-total":"0%"}}    | limits.outbound-total: "0%" is out of range; 1% to 100%
          {"limits":{"outbound-total":"101%"}}  | limits.outbound-total: "101%" is out of range; 1% to 100%
          {"limits":{"outbound-total":"25 %"}}  | limits.outbound-total: "25 %" does not fit; expected a number of bytes or a size in B, KiB, MiB, GiB or TiB such as "64KiB", 0 to 1TiB; or a part of the direct memory such as "25%", 1% to 100%
          {"limits":{"outbound-total":"2TiB"}}  | limits.outbound-total: "2TiB" is out of range; 0 to 1TiB
          {"limits":{"burst":49}}               | limits.burst: 49 is less than limits.rate, 50; raise this to 50 or lower that
          {"limits":{"post-rate":201}}          | limits.post-burst: 200 is less than limits.post-rate, 201; raise this to 201 or lower that
          {"access":{"mode":"jwt"}}             | access.mode: "jwt" does not fit; expected "open"
          {"access":{"origins":["https://a.example/"]}} | access.origins[0]: "https://a.example/" does not fit; expected an origin without slash at its end such as "https://a.example", or "*" for any
          {"cluster":{"join":["a:0"]}}          | cluster.join[0]: "a:0" does not fit; expected host:port such as "10.0.0.1:5701" or "[::1]:5701"
          {"drain":{"notice":"1m","spread":"31s"}} | drain.spread: 31s and drain.notice, 1m, are more than 90s together; Vert.x' launchers end the process two minutes after a signal, so lower one of them
          {"metrics":{"listener":"ops"}}        | metrics.listener: there is no "ops" in listeners, which is empty
          {"metrics":{"listener":"ops"},"listeners":{"a":{"port":1},"opps":{"port":2}}} | metrics.listener: there is no "ops" in listeners; it has a, opps; did you mean "opps"?
          {"metrics":{"listener":"a b"}}        | metrics.listener: "a b" does not fit; expected the name of a listener, or ""
          {"endpoints":{"/metrics":{}}}         | endpoints./metrics.path: /metrics is where Fanfare answers by itself; choose another path, or set metrics.enabled to false
          {"endpoints":{"/a":{"path":"/metrics/"}}} | endpoints./a.path: /metrics/ is where Fanfare answers by itself; choose another path, or set metrics.enabled to false
          {"endpoints":{"/health/live":{}}}     | endpoints./health/live.path: /health/live is where Fanfare answers by itself; choose another path
          {"endpoints":{"/health/ready":{}}}    | endpoints./health/ready.path: /health/ready is where Fanfare answers by itself; choose another path
          {"metrics":{"listener":"a"},"listeners":{"a":{"port":1,"endpoints":{"/metrics":{}}}}} | listeners.a.endpoints./metrics.path: /metrics is where Fanfare answers by itself; choose another path, or set metrics.enabled to false
          {"log":{"access":"yes"}}              | log.access: "yes" does not fit; expected true or false
          """)
  void ofTheFile(String json, String line) {
    assertThat(refusal(json, Map.of(), false)).hasMessage(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"endpoints\":{\"/metrics\":{}},\"metrics\":{\"enabled\":false}}",
        "{\"endpoints\":{\"/metrics\":{}},\"metrics\":{\"listener\":\"a\"},\"listeners\":{\"a\":{\"port\":1}}}",
        "{\"listeners\":{\"a\":{\"port\":1,\"endpoints\":{\"/metrics\":{},\"/health/live\":{}}}}}",
        "{\"endpoints\":{\"/metrics/mine\":{},\"/health\":{}}}"
      })
  void notOfAPathThatIsFreeOnItsPort(String json) {
    assertThat(ConfigReader.read(new JsonObject(json), Map.of(), false).config()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FANFARE_HTTP_PORT       | abc   | http.port: "abc" does not fit; expected a whole number, 0 to 65535 (from FANFARE_HTTP_PORT)
          FANFARE_HTTP_PORT       | 70000 | http.port: 70000 is out of range; 0 to 65535 (from FANFARE_HTTP_PORT)
          FANFARE_HISTORY_AGE     | 60    | history.age: 60 is a number; expected a duration in ms, s, m, h or d such as "30s", 1ms to 3650d (from FANFARE_HISTORY_AGE)
          FANFARE_HTTP_HOSTS      | a,b c | http.hosts[1]: "b c" does not fit; expected a host name or address without port, such as "chat.example" (from FANFARE_HTTP_HOSTS)
          FANFARE_ROOMS           | lobby | rooms: "lobby" is no JSON; expected what a file would say here (from FANFARE_ROOMS)
          FANFARE_ROOMS           | {}    | rooms: {} is an object; expected a list of objects (from FANFARE_ROOMS)
          FANFARE_HTTP_TLS_CERT   | c.pem | http.tls.key: is missing; expected a text that is not blank
          """)
  void ofAVariable(String name, String value, String line) {
    assertThat(refusal("{}", Map.of(name, value), false)).hasMessage(line);
  }

  @Test
  void ofAnOpenClusterOnlyWhenClustered() {
    String json = "{\"cluster\": {\"host\": \"10.0.0.1\"}}";

    assertThat(refusal(json, Map.of(), true))
        .hasMessage(
            "cluster.host: 10.0.0.1 is beyond this machine, where nodes would speak without"
                + " encryption; keep cluster.host at 127.0.0.1, give them certificates with"
                + " cluster.tls, or set cluster.insecure to true if only nodes reach that network");
    assertThat(ConfigReader.read(new JsonObject(json), Map.of(), false).warnings()).isEmpty();
    JsonObject insecure =
        new JsonObject(json)
            .mergeIn(new JsonObject("{\"cluster\":{\"host\":\"10.0.0.1\",\"insecure\":true}}"));
    assertThat(ConfigReader.read(insecure, Map.of(), true).config().cluster().insecure()).isTrue();
  }

  @Test
  void ofAnOpenClusterNotWhenNodesHaveCertificates() {
    Loaded loaded =
        ConfigReader.read(
            new JsonObject(
                "{\"cluster\":{\"host\":\"10.0.0.1\",\"tls\":{\"cert\":\"c\",\"key\":\"k\",\"ca\":\"a\"}}}"),
            Map.of(),
            true);
    assertThat(loaded.config().cluster().tls()).isEqualTo(new BusTls("c", "k", "a"));
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .startsWith("cluster.host: what Hazelcast sends between nodes (cluster.port) is not");
  }

  @Test
  void ofTheProxyProtocolWithoutAProxyToTrust() {
    String why =
        ".proxy-protocol: nobody may connect until http.trusted-proxies lists your proxies";
    assertThat(refusal("{\"http\": {\"proxy-protocol\": true}}", Map.of(), false))
        .hasMessage("http" + why);
    assertThat(
            refusal(
                "{\"listeners\": {\"a\": {\"port\": 1, \"proxy-protocol\": true}}}",
                Map.of(),
                false))
        .hasMessage("listeners.a" + why);
  }

  @Test
  void ofAServiceThatDoesNotTellHowManyNodesThereAre() {
    String service = "\"kubernetes\":{\"service-dns\":\"nodes.chat.svc\"}";
    assertThat(refusal("{\"cluster\":{" + service + "}}", Map.of(), true))
        .hasMessageStartingWith("cluster.size: a service does not tell how many nodes");
    assertThat(
            refusal(
                "{\"cluster\":{\"size\":3,\"join\":[\"a:1\"]," + service + "}}", Map.of(), true))
        .hasMessageStartingWith("cluster.join: nodes are found by cluster.kubernetes.service-dns");
    assertThat(
            ConfigReader.read(
                    new JsonObject("{\"cluster\":{\"size\":3," + service + "}}"), Map.of(), true)
                .config()
                .cluster()
                .neededToWrite())
        .isEqualTo(2);
  }

  @Test
  void ofOnePortForTwoThings() {
    assertThat(refusal("{\"http\": {\"port\": 5701}}", Map.of(), true))
        .hasMessage("cluster.port: 5701 is http.port as well; they need different ports");
    assertThat(refusal("{\"cluster\": {\"bus-port\": 5701}}", Map.of(), true))
        .hasMessage("cluster.bus-port: 5701 is cluster.port as well; they need different ports");
    assertThat(refusal("{\"cluster\": {\"bus-host\": \"0.0.0.0\"}}", Map.of(), true).problems())
        .extracting(Problem::path)
        .containsExactly("cluster.bus-host");
  }

  private static ConfigException refusal(String json, Map<String, String> env, boolean clustered) {
    return catchThrowableOfType(
        ConfigException.class, () -> ConfigReader.read(new JsonObject(json), env, clustered));
  }
}
