package dev.tokenresponder.connectors.entra;

import com.nimbusds.jose.util.X509CertUtils;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the environment says about Entra; messages name variables, never what they hold. */
final class EntraSettings {
  private static final String PREFIX = "TOKEN_RESPONDER_ENTRA_";
  private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

  private final Map<String, String> environment;

  EntraSettings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  boolean isConfigured() {
    return optional("TENANT").isPresent();
  }

  Optional<String> standIn() {
    return optional("STAND_IN");
  }

  EntraTenant tenant() {
    Set<String> subscriptions =
        optional("SUBSCRIPTIONS").stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(id -> guid("SUBSCRIPTIONS", id))
            .collect(Collectors.toSet());
    return new EntraTenant(
        guid("TENANT", required("TENANT")),
        guid("CLIENT_ID", required("CLIENT_ID")),
        subscriptions);
  }

  /** By certificate or by a federated credential; there is no way to give a client secret. */
  ClientAssertion assertion(EntraTenant tenant, Clock clock) {
    Optional<String> file = optional("FEDERATED_TOKEN_FILE");
    boolean certificate =
        optional("CERTIFICATE").isPresent() || optional("PRIVATE_KEY").isPresent();
    if (file.isPresent() == certificate) {
      throw new IllegalArgumentException(
          "set either "
              + PREFIX
              + "FEDERATED_TOKEN_FILE or "
              + PREFIX
              + "CERTIFICATE and "
              + PREFIX
              + "PRIVATE_KEY");
    }
    return file.<ClientAssertion>map(path -> new FederatedAssertion(Path.of(path)))
        .orElseGet(() -> signed(tenant, clock));
  }

  private ClientAssertion signed(EntraTenant tenant, Clock clock) {
    X509Certificate certificate = certificate();
    PrivateKey key = key();
    if (!belongTogether(certificate, key)) {
      throw malformed("PRIVATE_KEY", "the key of the certificate");
    }
    try {
      return new CertificateAssertion(
          tenant, X509CertUtils.computeSHA256Thumbprint(certificate), key, clock);
    } catch (IllegalArgumentException e) {
      throw malformed("PRIVATE_KEY", "an RSA key of 2048 bits or more");
    }
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    return certificate.getPublicKey() instanceof RSAKey open
        && key instanceof RSAKey secret
        && open.getModulus().equals(secret.getModulus());
  }

  private X509Certificate certificate() {
    X509Certificate certificate = X509CertUtils.parse(required("CERTIFICATE"));
    if (certificate == null) {
      throw malformed("CERTIFICATE", "a certificate in PEM");
    }
    return certificate;
  }

  private PrivateKey key() {
    Matcher pem = KEY.matcher(required("PRIVATE_KEY"));
    if (!pem.matches()) {
      throw malformed("PRIVATE_KEY", "a key in PEM, as PKCS #8 without a passphrase");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw malformed("PRIVATE_KEY", "an RSA key");
    }
  }

  private static String guid(String name, String text) {
    String folded = text.strip().toLowerCase(Locale.ROOT);
    if (!GUID.matcher(folded).matches()) {
      throw malformed(name, "a GUID");
    }
    return folded;
  }

  private String required(String name) {
    return optional(name).orElseThrow(() -> new IllegalArgumentException("set " + PREFIX + name));
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(PREFIX + name)).filter(text -> !text.isBlank());
  }

  private static IllegalArgumentException malformed(String name, String what) {
    return new IllegalArgumentException(PREFIX + name + " is not " + what);
  }

  @Override
  public String toString() {
    return "EntraSettings";
  }
}
