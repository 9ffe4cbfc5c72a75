package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority and what it signed, made by the JDK's keytool. */
public final class ClusterCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path directory;
  private final Path ca;

  /** A new authority, whose files lie in the directory. */
  public ClusterCertificates(Path directory) throws IOException {
    this.directory = directory;
    this.ca = directory.resolve("ca.pem");
    keytool(
        "-genkeypair",
        "-keystore",
        store("ca"),
        "-alias",
        "ca",
        "-dname",
        "CN=Our nodes",
        "-ext",
        "bc:c",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        "2");
    keytool(
        "-exportcert", "-rfc", "-keystore", store("ca"), "-alias", "ca", "-file", ca.toString());
  }

  /** A certificate that it signed: {@code {cert, key, ca}}. */
  public JsonObject node(String name) throws IOException, GeneralSecurityException {
    Path request = directory.resolve(name + ".csr");
    Path cert = directory.resolve(name + ".pem");
    Path key = directory.resolve(name + ".key");
    keytool(
        "-genkeypair",
        "-keystore",
        store(name),
        "-alias",
        "ca",
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        "2");
    keytool("-certreq", "-keystore", store(name), "-alias", "ca", "-file", request.toString());
    keytool(
        "-gencert",
        "-rfc",
        "-keystore",
        store("ca"),
        "-alias",
        "ca",
        "-infile",
        request.toString(),
        "-outfile",
        cert.toString(),
        "-validity",
        "2");
    KeyStore store = load(Path.of(store(name)));
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(store.getKey("ca", PASSWORD).getEncoded());
    Files.writeString(
        key, "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    return new JsonObject()
        .put("cert", cert.toString())
        .put("key", key.toString())
        .put("ca", ca.toString());
  }

  /** For a client that believes everybody, with the certificate of a node, or null for none. */
  public SSLContext client(String node) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    if (node != null) {
      KeyStore store = load(Path.of(store(node)));
      KeyStore signed = KeyStore.getInstance("PKCS12");
      signed.load(null, null);
      signed.setKeyEntry(
          "node",
          store.getKey("ca", PASSWORD),
          PASSWORD,
          new Certificate[] {certificate(directory.resolve(node + ".pem"))});
      keys.init(signed, PASSWORD);
    } else {
      keys.init(null, null);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate(ca));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate certificate(Path pem) throws IOException, GeneralSecurityException {
    try (InputStream in = new FileInputStream(pem.toFile())) {
      return java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private String store(String name) {
    return directory.resolve(name + ".p12").toString();
  }

  private static void keytool(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(Server.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() != 0) {
        throw new IllegalStateException("keytool failed: " + command);
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
