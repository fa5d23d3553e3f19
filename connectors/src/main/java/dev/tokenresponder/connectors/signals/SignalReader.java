package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.connectors.signals.SignalEvent.CredentialCompromise;
import dev.tokenresponder.connectors.signals.SignalEvent.SessionRevoked;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.Complex;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.Email;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.IssuerSubject;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.Opaque;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads events and subjects out of claims. Throws {@link SignalException} when they are malformed,
 * or of a kind that is not read.
 */
final class SignalReader {
  private static final Pattern FORMAT = Pattern.compile("[a-z_-]{1,40}");
  private static final Set<String> MEMBERS = Set.of("format", "user", "session", "tenant");

  private SignalReader() {}

  static SignalEvent event(String type, Claims event) {
    Instant at = event.time("event_timestamp", "event_timestamp");
    return switch (type) {
      case SessionRevoked.TYPE ->
          new SessionRevoked(
              at,
              event.text("initiating_entity", SessionRevoked.INITIATOR, "initiating_entity"),
              reason(event));
      case CredentialCompromise.TYPE ->
          new CredentialCompromise(
              at,
              event.required("credential_type", CredentialCompromise.CREDENTIAL, "credential_type"),
              reason(event));
      default -> throw SignalException.ignored("events of this type are not read");
    };
  }

  /** The English text, else the first; drafts had a plain text. */
  private static @Nullable String reason(Claims event) {
    JsonNode reason = event.node().path("reason_admin");
    if (reason.isMissingNode()) {
      return null;
    }
    JsonNode text = reason;
    if (reason.isObject() && !reason.isEmpty()) {
      text = reason.has("en") ? reason.get("en") : reason.elements().next();
    }
    if (!text.isTextual()) {
      throw SignalException.malformed("reason_admin is not a text by language");
    }
    return text.textValue();
  }

  static SubjectIdentifier subject(Claims claim) {
    String format = claim.required("format", FORMAT, "the format of the subject");
    return format.equals("complex") ? complex(claim) : simple(format, claim);
  }

  private static SubjectIdentifier simple(String format, Claims claim) {
    return switch (format) {
      case "email" -> new Email(claim.required("email", Email.FORM, "the subject's address"));
      case "iss_sub" ->
          new IssuerSubject(
              claim.required("iss", SecurityEventToken.ISSUER, "the subject's issuer"),
              claim.required("sub", IssuerSubject.SUBJECT, "the subject"));
      case "opaque" -> opaque(claim);
      default -> throw SignalException.ignored("subjects of this format are not read");
    };
  }

  private static Opaque opaque(Claims claim) {
    return new Opaque(claim.required("id", Opaque.FORM, "the subject's identifier"));
  }

  /** Without a member that is not read, it would say more than was said. */
  private static Complex complex(Claims claim) {
    for (Iterator<String> names = claim.node().fieldNames(); names.hasNext(); ) {
      if (!MEMBERS.contains(names.next())) {
        throw SignalException.ignored("complex subjects are read of user, session and tenant only");
      }
    }
    Claims user = claim.object("user", "the subject's user");
    String format = user.required("format", FORMAT, "the format of the subject's user");
    return new Complex(simple(format, user), member(claim, "session"), member(claim, "tenant"));
  }

  private static @Nullable Opaque member(Claims claim, String name) {
    if (!claim.has(name)) {
      return null;
    }
    Claims member = claim.object(name, "the subject's " + name);
    if (!member.required("format", FORMAT, "the format of a subject").equals("opaque")) {
      throw SignalException.ignored("sessions and tenants are read as opaque only");
    }
    return opaque(member);
  }
}
