package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.JsonNode;
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

  /** Why, for administrators, in English; null when that is not told. */
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

    private static final Pattern INITIATOR = Pattern.compile("admin|user|policy|system");

    public SessionRevoked {
      if (initiator != null && !INITIATOR.matcher(initiator).matches()) {
        throw new IllegalArgumentException("an initiator is admin, user, policy or system");
      }
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

    private static final Pattern CREDENTIAL = Pattern.compile("[a-z0-9-]{1,40}");

    public CredentialCompromise {
      if (!CREDENTIAL.matcher(credentialType).matches()) {
        throw new IllegalArgumentException("a type of credential has small letters and hyphens");
      }
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

  /** Reads an event; throws {@link SignalException} when it is malformed or of another type. */
  static SignalEvent of(String type, Claims event) {
    Instant at = event.time("event_timestamp", "event_timestamp");
    String reason = reason(event);
    return switch (type) {
      case SessionRevoked.TYPE ->
          new SessionRevoked(
              at,
              event.text("initiating_entity", SessionRevoked.INITIATOR, "initiating_entity"),
              reason);
      case CredentialCompromise.TYPE ->
          new CredentialCompromise(
              at,
              event.required("credential_type", CredentialCompromise.CREDENTIAL, "credential_type"),
              reason);
      default -> throw SignalException.ignored("events of this type are not read");
    };
  }

  /** The English text, else the first; a plain text is what drafts had. */
  private static @Nullable String reason(Claims event) {
    JsonNode reason = event.node().path("reason_admin");
    JsonNode text =
        reason.isObject() && !reason.has("en") && !reason.isEmpty()
            ? reason.elements().next()
            : reason.isObject() ? reason.path("en") : reason;
    if (reason.isMissingNode()) {
      return null;
    }
    if (!text.isTextual()) {
      throw SignalException.malformed("reason_admin is not a text by language");
    }
    return clipped(text.textValue());
  }

  private static ObjectNode common(SignalEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Instant at = event.at();
    if (at != null) {
      json.put("event_timestamp", at.getEpochSecond());
    }
    String reason = event.reason();
    if (reason != null) {
      json.putObject("reason_admin").put("en", clipped(reason));
    }
    return json;
  }

  private static String clipped(String text) {
    int longest = 500;
    int end = Math.min(text.length(), longest);
    return text.substring(0, end).replaceAll("\\p{Cntrl}", " ");
  }
}
