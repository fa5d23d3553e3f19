package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signal as a record of {@code generic.oauth} (docs/sources.md): who it is about stands as the
 * actor, for that is the only principal the shape has a place for. What the shape has no field for
 * is in {@code signal}, which rules may read as fields of the raw record.
 */
final class SignalRecord {
  private SignalRecord() {}

  static String of(SecurityEventToken token) {
    SignalEvent event = token.event();
    Instant at = event.at() == null ? token.issuedAt() : event.at();
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("schema", "generic.oauth/1");
    record.put("id", token.issuer() + "#" + token.id());
    record.put("time", at.toString());
    record.put("event", event.name());
    record.put("activity", activity(event));
    record.put("tenant", token.issuer());
    subject(record, token.subject(), event);
    if (event instanceof SignalEvent.CredentialCompromise) {
      record.put("risk", "high");
    }
    record.set("signal", signal(token));
    return record.toString();
  }

  private static String activity(SignalEvent event) {
    return event instanceof SignalEvent.SessionRevoked ? "revoke" : "expose";
  }

  private static void subject(ObjectNode record, SubjectIdentifier subject, SignalEvent event) {
    if (subject instanceof SubjectIdentifier.Email person) {
      record.putObject("actor").put("type", "user").put("name", person.email());
    } else if (subject instanceof SubjectIdentifier.IssuerSubject account) {
      ObjectNode actor = record.putObject("actor").put("type", "user");
      actor.put("id", account.subject());
      if (account.subject().matches("[^@ ]+@[^@ ]+")) {
        actor.put("name", account.subject());
      }
    } else if (subject instanceof SubjectIdentifier.Opaque one) {
      if (event instanceof SignalEvent.SessionRevoked) {
        record.put("grant_id", one.id());
      } else {
        record.putObject("actor").put("type", "user").put("id", one.id());
      }
    } else if (subject instanceof SubjectIdentifier.Complex complex) {
      complex(record, complex);
    }
  }

  /** An opaque user is a user here, for the session has a place of its own. */
  private static void complex(ObjectNode record, SubjectIdentifier.Complex complex) {
    if (complex.user() instanceof SubjectIdentifier.Opaque user) {
      record.putObject("actor").put("type", "user").put("id", user.id());
    } else {
      subject(record, complex.user(), new SignalEvent.SessionRevoked(null, null, null));
    }
    if (complex.session() != null) {
      record.put("grant_id", complex.session().id());
    }
  }

  private static ObjectNode signal(SecurityEventToken token) {
    ObjectNode signal = JsonNodeFactory.instance.objectNode();
    signal.put("type", token.event().type());
    signal.put("format", token.subject().json().path("format").textValue());
    put(signal, "transaction", token.transaction());
    put(signal, "reason", token.event().reason());
    if (token.event() instanceof SignalEvent.SessionRevoked revoked) {
      put(signal, "initiator", revoked.initiator());
    }
    if (token.event() instanceof SignalEvent.CredentialCompromise compromise) {
      signal.put("credential_type", compromise.credentialType());
    }
    if (token.subject() instanceof SubjectIdentifier.IssuerSubject account) {
      signal.put("subject_issuer", account.issuer());
    }
    if (token.subject() instanceof SubjectIdentifier.Complex complex && complex.tenant() != null) {
      signal.put("tenant", complex.tenant().id());
    }
    return signal;
  }

  private static void put(ObjectNode node, String name, @Nullable String text) {
    if (text != null) {
      node.put(name, text);
    }
  }
}
