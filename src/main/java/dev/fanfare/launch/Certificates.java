package dev.fanfare.launch;

import dev.fanfare.config.BusTls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.KeyStoreHelper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the files of {@code cluster.tls}: the other nodes would only say that they refuse. */
final class Certificates {
  private Certificates() {}

  /** What is wrong, in whole sentences; nothing if other nodes will believe this one. */
  static List<String> problems(BusTls tls) {
    List<String> problems = new ArrayList<>();
    unreadable("cluster.tls.key", tls.key(), problems);
    unreadable("cluster.tls.cert", tls.cert(), problems);
    unreadable("cluster.tls.ca", tls.ca(), problems);
    if (problems.isEmpty()) {
      unsigned(tls, problems);
    }
    if (problems.isEmpty()) {
      apart(tls, problems);
    }
    return problems;
  }

  private static void unreadable(String key, String file, List<String> problems) {
    try {
      if (!Files.isReadable(Path.of(file))) {
        problems.add(key + ": " + file + " is not there, or may not be read");
      }
    } catch (InvalidPathException odd) {
      problems.add(key + ": " + file + " is no file name");
    }
  }

  private static void unsigned(BusTls tls, List<String> problems) {
    List<X509Certificate> authorities = read("cluster.tls.ca", tls.ca(), problems);
    List<X509Certificate> chain = read("cluster.tls.cert", tls.cert(), problems);
    if (!problems.isEmpty()) {
      return;
    }
    chain.removeIf(authorities::contains); // it may stand at the end
    try {
      Set<TrustAnchor> anchors =
          authorities.stream()
              .map(authority -> new TrustAnchor(authority, null))
              .collect(Collectors.toSet());
      PKIXParameters rules = new PKIXParameters(anchors);
      rules.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), rules);
    } catch (GeneralSecurityException refused) {
      problems.add(
          "cluster.tls.cert: the other nodes would not believe "
              + tls.cert()
              + " ("
              + refused.getMessage()
              + "); it must be signed by cluster.tls.ca, "
              + tls.ca()
              + ", and not be out of date");
    }
  }

  private static void apart(BusTls tls, List<String> problems) {
    KeyStore both;
    try {
      both = KeyStoreHelper.loadKeyCert(List.of(bytes(tls.key())), List.of(bytes(tls.cert())));
    } catch (Exception odd) { // what Vert.x' reader throws
      problems.add(
          "cluster.tls.key: "
              + tls.key()
              + " has no private key that can be used ("
              + odd.getMessage()
              + ")");
      return;
    }
    if (!belongTogether(both)) {
      problems.add(
          "cluster.tls.key: "
              + tls.key()
              + " is not the key of the certificate in cluster.tls.cert, "
              + tls.cert());
    }
  }

  /** Signs something with the key and looks whether the certificate agrees. */
  private static boolean belongTogether(KeyStore both) {
    byte[] something = {1, 2, 3};
    try {
      String name = both.aliases().nextElement();
      PrivateKey key = (PrivateKey) both.getKey(name, KeyStoreHelper.DUMMY_PASSWORD.toCharArray());
      Signature signature = Signature.getInstance(algorithm(key));
      signature.initSign(key);
      signature.update(something);
      byte[] signed = signature.sign();
      signature.initVerify(both.getCertificate(name));
      signature.update(something);
      return signature.verify(signed);
    } catch (GeneralSecurityException ofAnotherKind) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  private static Buffer bytes(String file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(Path.of(file)));
  }

  private static List<X509Certificate> read(String key, String file, List<String> problems) {
    List<X509Certificate> certificates = new ArrayList<>();
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(certificate -> certificates.add((X509Certificate) certificate));
    } catch (IOException | GeneralSecurityException odd) {
      problems.add(key + ": " + file + " cannot be read (" + odd.getMessage() + ")");
    }
    if (certificates.isEmpty() && problems.isEmpty()) {
      problems.add(key + ": " + file + " has no certificate in it; a PEM file is expected");
    }
    return certificates;
  }
}
