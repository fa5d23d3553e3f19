package dev.tokenresponder.lineage;

import dev.tokenresponder.event.BoundObject;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.StorePerson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Links as text by name, the same in every store. */
public final class LinkText {

  private LinkText() {}

  /** A key for a credential: 64 letters and digits, whatever its id is made of. */
  public static String key(CredentialRef ref) {
    try {
      byte[] text = ref.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes a link; what is not known is left out. */
  public static Map<String, String> write(Link link) {
    Map<String, String> texts = new TreeMap<>();
    put(texts, "parent_kind", link.parent().ref().kind().name());
    put(texts, "parent_id", link.parent().ref().id());
    put(texts, "parent_account", link.parent().account());
    put(texts, "parent_issued_at", link.parent().issuedAt());
    Credential child = link.child();
    put(texts, "kind", child.ref().kind().name());
    put(texts, "id", child.ref().id());
    put(texts, "access_key_id", child.accessKeyId());
    put(texts, "issued_at", child.issuedAt());
    put(texts, "workload", child.workload());
    put(texts, "principal_type", child.principal().type().name());
    put(texts, "principal_id", child.principal().id());
    put(texts, "principal_name", child.principal().name());
    put(texts, "principal_account", child.principal().account());
    put(texts, "principal_resource", child.principal().resource());
    BoundObject bound = child.boundTo();
    if (bound != null) {
      put(texts, "bound_kind", bound.kind());
      put(texts, "bound_namespace", bound.namespace());
      put(texts, "bound_name", bound.name());
      put(texts, "bound_uid", bound.uid());
    }
    StorePerson person = child.person();
    if (person != null) {
      put(texts, "person_id", person.userId());
      put(texts, "person_store", person.store());
    }
    put(texts, "until", link.expires());
    return texts;
  }

  /**
   * Reads a link.
   *
   * @throws IllegalStateException when something is missing
   */
  public static Link read(Map<String, String> texts) {
    Principal principal =
        new Principal(
            PrincipalType.valueOf(required(texts, "principal_type")),
            texts.get("principal_id"),
            texts.get("principal_name"),
            texts.get("principal_account"),
            texts.get("principal_resource"));
    BoundObject bound =
        texts.containsKey("bound_kind")
            ? new BoundObject(
                required(texts, "bound_kind"),
                required(texts, "bound_namespace"),
                required(texts, "bound_name"),
                texts.get("bound_uid"))
            : null;
    return new Link(
        new Parent(
            ref(texts, "parent_kind", "parent_id"),
            texts.get("parent_account"),
            time(texts, "parent_issued_at")),
        new Credential(
            ref(texts, "kind", "id"),
            texts.get("access_key_id"),
            principal,
            time(texts, "issued_at"),
            texts.get("workload"),
            bound,
            person(texts)),
        Instant.parse(required(texts, "until")));
  }

  private static @Nullable StorePerson person(Map<String, String> texts) {
    String id = texts.get("person_id");
    return id == null ? null : new StorePerson(id, texts.get("person_store"));
  }

  private static CredentialRef ref(Map<String, String> texts, String kind, String id) {
    return new CredentialRef(CredentialKind.valueOf(required(texts, kind)), required(texts, id));
  }

  private static @Nullable Instant time(Map<String, String> texts, String name) {
    String text = texts.get(name);
    return text == null ? null : Instant.parse(text);
  }

  private static void put(Map<String, String> texts, String name, @Nullable Object value) {
    if (value != null) {
      texts.put(name, value.toString());
    }
  }

  private static String required(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalStateException("a link lacks '" + name + "'");
    }
    return text;
  }
}
