package dev.tokenresponder.gcp;

import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.GoogleCredentials;
import dev.tokenresponder.policy.Exemption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The responder must never lock itself out. */
public final class OwnIdentity {
  private static final String REASON = "one of the responder's own identities";

  private OwnIdentity() {}

  /**
   * The exemptions of the responder's service accounts.
   *
   * @param addresses separated by commas; blank ones do not count
   */
  public static List<Exemption> exemptions(String addresses) {
    return Arrays.stream(addresses.split(","))
        .map(String::strip)
        .filter(address -> !address.isEmpty())
        .map(address -> new Exemption(null, null, null, null, address, REASON))
        .toList();
  }

  /** The exemption of whom the credentials speak for, where that is a service account. */
  public static List<Exemption> exemptions(GoogleCredentials credentials) {
    List<Exemption> own = new ArrayList<>();
    if (credentials instanceof ServiceAccountSigner account) {
      own.addAll(exemptions(account.getAccount()));
    }
    return own;
  }
}
