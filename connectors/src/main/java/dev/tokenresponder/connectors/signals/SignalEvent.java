package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a signal tells. */
public sealed interface SignalEvent {

  /** The URI that names the event. */
  String type();

  /** What records call it. */
  String name();

  /** When it happened; null when that is not told. */
  @Nullable Instant at();

  /**
   * Why, for administrators, in English, on one line of at most 500 characters; null when not told.
   */
  @Nullable String reason();

  /** As the claim {@code events} holds it under its type. */
  ObjectNode json();

  /**
   * Sessions no longer hold (OpenID CAEP 1.0, section 3.1).
   *
   * @param initiator {@code admin}, {@code user}, {@code policy} or {@code system} (section 2)
   */
  record SessionRevoked(@Nullable Instant at, @Nullable String initiator, @Nullable String reason)
      implements SignalEvent {
    /** The event's type. */
    public static final String TYPE =
        "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

    static final Pattern INITIATOR = Pattern.compile("admin|user|policy|system");

    public SessionRevoked {
      if (initiator != null && !INITIATOR.matcher(initiator).matches()) {
        throw new IllegalArgumentException("an initiator is admin, user, policy or system");
      }
      reason = line(reason);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public String name() {
      return "caep.session-revoked";
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = common(this);
      if (initiator != null) {
        json.put("initiating_entity", initiator);
      }
      return json;
    }
  }

  /**
   * A credential is in the wrong hands (OpenID RISC 1.0, "Credential Compromise").
   *
   * @param credentialType as CAEP 1.0, section 3.3.1, names them ({@code password}, {@code app},
   *     …), or as sender and receiver agree
   */
  record CredentialCompromise(@Nullable Instant at, String credentialType, @Nullable String reason)
      implements SignalEvent {
    /** The event's type. */
    public static final String TYPE =
        "https://schemas.openid.net/secevent/risc/event-type/credential-compromise";

    static final Pattern CREDENTIAL = Pattern.compile("[a-z0-9-]{1,40}");

    public CredentialCompromise {
      if (!CREDENTIAL.matcher(credentialType).matches()) {
        throw new IllegalArgumentException("a type of credential has small letters and hyphens");
      }
      reason = line(reason);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public String name() {
      return "risc.credential-compromise";
    }

    @Override
    public ObjectNode json() {
      return common(this).put("credential_type", credentialType);
    }
  }

  private static ObjectNode common(SignalEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Instant at = event.at();
    if (at != null) {
      json.put("event_timestamp", at.getEpochSecond());
    }
    String reason = event.reason();
    if (reason != null) {
      json.putObject("reason_admin").put("en", reason);
    }
    return json;
  }

  private static @Nullable String line(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int longest = 500;
    return text.substring(0, Math.min(text.length(), longest)).replaceAll("\\p{Cntrl}", " ");
  }
}
