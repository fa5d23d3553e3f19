package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A security event token (RFC 8417, section 2.2) as OpenID Shared Signals Framework 1.0 narrows it:
 * the type {@code secevent+jwt}, one event, its subject in {@code sub_id}, and neither {@code sub}
 * nor {@code exp}, so that it passes for no other kind of token.
 *
 * @param id the claim {@code jti}: the same for each time it is sent
 * @param issuedAt whole seconds
 * @param transaction the claim {@code txn}: what all signals of one cause share
 */
public record SecurityEventToken(
    String issuer,
    List<String> audience,
    String id,
    Instant issuedAt,
    @Nullable String transaction,
    SubjectIdentifier subject,
    SignalEvent event) {
  static final String TYPE = "secevent+jwt";
  static final Pattern ISSUER = Pattern.compile("https://[!-~&&[^?#]]{1,504}");
  private static final Pattern TEXT = Pattern.compile("[ -~]{1,512}");

  public SecurityEventToken {
    audience = List.copyOf(audience);
  }

  /** The claims, to be signed. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("iss", issuer);
    if (audience.size() == 1) {
      json.put("aud", audience.get(0));
    } else {
      audience.forEach(json.putArray("aud")::add);
    }
    json.put("iat", issuedAt.getEpochSecond());
    json.put("jti", id);
    if (transaction != null) {
      json.put("txn", transaction);
    }
    json.set("sub_id", subject.json());
    json.putObject("events").set(event.type(), event.json());
    return json;
  }

  /**
   * Reads claims; whether they may be believed is for the {@link SetVerifier} to say.
   *
   * @throws SignalException when they are malformed or tell what is not read
   */
  static SecurityEventToken of(Claims claims) {
    if (claims.has("sub") || claims.has("exp")) {
      throw SignalException.malformed("a security event token has neither sub nor exp");
    }
    Instant issuedAt = claims.time("iat", "iat");
    if (issuedAt == null) {
      throw SignalException.malformed("iat is missing");
    }
    String issuer = claims.required("iss", ISSUER, "iss");
    List<String> audience = audience(claims);
    String id = claims.required("jti", TEXT, "jti");
    String transaction = claims.text("txn", TEXT, "txn");
    Claims events = claims.object("events", "events");
    if (events.node().size() != 1) {
      throw SignalException.malformed("a token tells exactly one event");
    }
    String type = events.node().fieldNames().next();
    SignalEvent event = SignalReader.event(type, events.object(type, "the event"));
    SubjectIdentifier subject = SignalReader.subject(claims.object("sub_id", "sub_id"));
    return new SecurityEventToken(issuer, audience, id, issuedAt, transaction, subject, event);
  }

  static List<String> audience(Claims claims) {
    JsonNode given = claims.node().path("aud");
    List<String> audience = new ArrayList<>();
    for (JsonNode one : given.isTextual() ? List.of(given) : given) {
      if (!one.isTextual()) {
        throw SignalException.malformed("aud is not a text or a list of texts");
      }
      audience.add(one.textValue());
    }
    return audience;
  }
}
