package dev.tokenresponder.connectors.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import dev.tokenresponder.respond.Decision;
import dev.tokenresponder.respond.Verdict.Question;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Signs decisions as JSON Web Signatures (RFC 7515) under HS256, and believes only such. The type
 * and the audience keep any other token under the same key from passing for one. Keys are never
 * shown.
 */
final class DecisionTokens {
  private static final JOSEObjectType TYPE = new JOSEObjectType("token-responder-decision");
  private static final String AUDIENCE = "token-responder/decide-actions";
  private static final Pattern KEY = Pattern.compile("[!-~]{32,256}");
  private static final int MOST_KEYS = 2;
  private static final int LONGEST = 1_800;

  private final List<byte[]> keys;

  /**
   * @param keys one, or two with a blank between while it is changed: the first signs, both verify
   * @throws IllegalArgumentException when it is anything else; does not show it
   */
  DecisionTokens(String keys) {
    List<String> given = Arrays.asList(keys.strip().split(" +"));
    if (given.size() > MOST_KEYS || !given.stream().allMatch(key -> KEY.matcher(key).matches())) {
      throw new IllegalArgumentException(
          "the key for links has 32 to 256 printable characters; two may stand with a blank"
              + " between");
    }
    this.keys = given.stream().map(key -> key.getBytes(StandardCharsets.US_ASCII)).toList();
  }

  /** A token that was read. */
  sealed interface Reading {

    /** It is ours. */
    record Valid(Decision decision, Instant until) implements Reading {}

    /** It is ours, and its time is over. */
    record Expired() implements Reading {}

    /** It is not ours. */
    record Forged() implements Reading {}
  }

  /**
   * The token, in compact form.
   *
   * @return empty when it would be too long for a link
   */
  Optional<String> sign(Decision decision, Instant until) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("aud", AUDIENCE);
    claims.put("incident", decision.action().incident());
    claims.put("action", decision.action().action());
    claims.put("target", decision.action().target());
    claims.put("plan", decision.plan());
    claims.put("does", decision.question().label());
    claims.put("exp", until.getEpochSecond());
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build();
    JWSObject token = new JWSObject(header, new Payload(claims.toString()));
    try {
      token.sign(new MACSigner(keys.get(0)));
    } catch (JOSEException e) {
      throw new IllegalStateException("the key for links cannot sign");
    }
    return Optional.of(token.serialize()).filter(text -> text.length() <= LONGEST);
  }

  /**
   * Reads a token.
   *
   * @param token untrusted
   */
  Reading read(String token, Instant now) {
    try {
      JWSObject signed = JWSObject.parse(token.length() > LONGEST ? "" : token);
      JWSHeader header = signed.getHeader();
      if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())
          || !TYPE.equals(header.getType())
          || !isSigned(signed)) {
        return new Reading.Forged();
      }
      return read(Json.read(signed.getPayload().toBytes()), now);
    } catch (ParseException
        | JOSEException
        | MalformedRecordException
        | IllegalArgumentException e) {
      return new Reading.Forged();
    }
  }

  private boolean isSigned(JWSObject token) throws JOSEException {
    boolean signed = false;
    for (byte[] key : keys) {
      signed |= token.verify(new MACVerifier(key));
    }
    return signed;
  }

  private static Reading read(JsonNode claims, Instant now) {
    Optional<Question> question = Question.of(text(claims, "does"));
    if (!AUDIENCE.equals(text(claims, "aud"))
        || question.isEmpty()
        || !claims.path("exp").isIntegralNumber()) {
      return new Reading.Forged();
    }
    Instant until = Instant.ofEpochSecond(claims.path("exp").longValue());
    if (!now.isBefore(until)) {
      return new Reading.Expired();
    }
    ActionKey action =
        new ActionKey(text(claims, "incident"), text(claims, "action"), text(claims, "target"));
    return new Reading.Valid(new Decision(action, question.get(), text(claims, "plan")), until);
  }

  private static String text(JsonNode claims, String name) {
    String text = claims.path(name).textValue();
    if (text == null || text.isEmpty()) {
      throw new IllegalArgumentException("a claim is missing");
    }
    return text;
  }

  @Override
  public String toString() {
    return "DecisionTokens";
  }
}
