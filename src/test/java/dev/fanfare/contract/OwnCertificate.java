package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} that only these tests trust, made when it is first needed.
 */
public final class OwnCertificate {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String NAME = "fanfare";

  private final Path cert;
  private final Path key;
  private final SSLContext trusting;

  private OwnCertificate() {
    try {
      Path directory = Files.createTempDirectory("fanfare-contract-tls-");
      directory.toFile().deleteOnExit(); // after its files: the last is the first to go
      KeyStore store = made(directory.resolve("store.p12"));
      cert = pem(directory, "CERTIFICATE", store.getCertificate(NAME).getEncoded());
      key = pem(directory, "PRIVATE KEY", store.getKey(NAME, PASSWORD).getEncoded());
      trusting = trusting(store);
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException("No certificate could be made", failed);
    }
  }

  private static final class Once {
    private static final OwnCertificate MADE = new OwnCertificate();
  }

  /** What a server is to be told: {@code {cert, key}}. */
  public static JsonObject files() {
    return new JsonObject()
        .put("cert", Once.MADE.cert.toString())
        .put("key", Once.MADE.key.toString());
  }

  /** For clients that believe it. */
  public static SSLContext trusting() {
    return Once.MADE.trusting;
  }

  /** By the JDK's own keytool. */
  private static KeyStore made(Path file) throws IOException, GeneralSecurityException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                NAME,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!keytool.waitFor(Server.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          || keytool.exitValue() != 0) {
        throw new IllegalStateException("keytool made nothing");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    Files.delete(file);
    return store;
  }

  private static Path pem(Path directory, String what, byte[] der) throws IOException {
    Path file = directory.resolve(what.charAt(0) == 'C' ? "cert.pem" : "key.pem");
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    file.toFile().deleteOnExit();
    return file;
  }

  private static SSLContext trusting(KeyStore made) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(NAME, made.getCertificate(NAME));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
