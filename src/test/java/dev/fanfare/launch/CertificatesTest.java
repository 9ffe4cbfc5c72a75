package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.BusTls;
import dev.fanfare.contract.ClusterCertificates;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
  @TempDir private static Path directory;
  private static JsonObject a;
  private static JsonObject b;
  private static JsonObject stranger;

  @BeforeAll
  static void make() throws Exception {
    ClusterCertificates ours =
        new ClusterCertificates(Files.createDirectory(directory.resolve("ours")));
    a = ours.node("a");
    b = ours.node("b");
    stranger =
        new ClusterCertificates(Files.createDirectory(directory.resolve("others"))).node("c");
  }

  @Test
  void aNodesOwnFilesAreFine() {
    assertThat(Certificates.problems(tls(a, a, a))).isEmpty();
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNot() {
    assertThat(Certificates.problems(tls(stranger, stranger, a)))
        .singleElement()
        .asString()
        .startsWith("cluster.tls.cert: the other nodes would not believe ");
  }

  @Test
  void theKeyOfAnotherCertificateIsNot() {
    assertThat(Certificates.problems(tls(a, b, a)))
        .containsExactly(
            "cluster.tls.key: "
                + b.getString("key")
                + " is not the key of the certificate in cluster.tls.cert, "
                + a.getString("cert"));
  }

  @Test
  void whatIsNoKeyOrNoCertificateIsNot() {
    String cert = a.getString("cert");
    String key = a.getString("key");
    String ca = a.getString("ca");
    assertThat(Certificates.problems(new BusTls(cert, cert, ca)))
        .singleElement()
        .asString()
        .startsWith("cluster.tls.key: " + cert + " has no private key that can be used (");
    assertThat(Certificates.problems(new BusTls(key, key, ca)))
        .singleElement()
        .asString()
        .startsWith("cluster.tls.cert: " + key);
    assertThat(Certificates.problems(new BusTls(cert, "nowhere", ca)))
        .containsExactly("cluster.tls.key: nowhere is not there, or may not be read");
  }

  private static BusTls tls(JsonObject cert, JsonObject key, JsonObject ca) {
    return new BusTls(cert.getString("cert"), key.getString("key"), ca.getString("ca"));
  }
}
