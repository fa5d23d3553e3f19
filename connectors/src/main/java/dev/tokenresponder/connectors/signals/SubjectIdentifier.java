package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom or what a signal is about: the formats {@code email}, {@code iss_sub} and {@code opaque} of
 * RFC 9493, section 3.2, and {@code complex} of user, session and tenant (OpenID Shared Signals
 * Framework 1.0, "Complex Subject Members").
 */
public sealed interface SubjectIdentifier {

  /** As the claim {@code sub_id} holds it. */
  ObjectNode json();

  /** A person by e-mail address. */
  record Email(String email) implements SubjectIdentifier {
    static final Pattern FORM = Pattern.compile("[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,189}");

    public Email {
      require(FORM, email, "an e-mail address");
    }

    @Override
    public ObjectNode json() {
      return format("email").put("email", email);
    }
  }

  /**
   * An account by its issuer and what that calls it.
   *
   * @param subject at most 255 characters (OpenID Connect Core 1.0, section 2, "sub")
   */
  record IssuerSubject(String issuer, String subject) implements SubjectIdentifier {
    static final Pattern SUBJECT = Pattern.compile("[ -~]{1,255}");

    public IssuerSubject {
      require(SecurityEventToken.ISSUER, issuer, "an issuer");
      require(SUBJECT, subject, "a subject");
    }

    @Override
    public ObjectNode json() {
      return format("iss_sub").put("iss", issuer).put("sub", subject);
    }
  }

  /** Something by an identifier that only sender and receiver understand. */
  record Opaque(String id) implements SubjectIdentifier {
    static final Pattern FORM = Pattern.compile("[ -~]{1,512}");

    public Opaque {
      require(FORM, id, "an identifier");
    }

    @Override
    public ObjectNode json() {
      return format("opaque").put("id", id);
    }
  }

  /**
   * A user, or one session of a user, in a tenant.
   *
   * @param user no complex one
   * @param session null for every session
   */
  record Complex(SubjectIdentifier user, @Nullable Opaque session, @Nullable Opaque tenant)
      implements SubjectIdentifier {

    public Complex {
      if (user instanceof Complex) {
        throw new IllegalArgumentException("a complex subject holds simple ones");
      }
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = format("complex");
      json.set("user", user.json());
      if (session != null) {
        json.set("session", session.json());
      }
      if (tenant != null) {
        json.set("tenant", tenant.json());
      }
      return json;
    }
  }

  private static ObjectNode format(String format) {
    return JsonNodeFactory.instance.objectNode().put("format", format);
  }

  private static void require(Pattern form, String text, String what) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("the subject of a signal is not " + what);
    }
  }
}
