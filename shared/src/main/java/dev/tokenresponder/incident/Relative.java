package dev.tokenresponder.incident;

import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One credential of the family that an incident is about, redacted to what people need. Texts of
 * more than {@value #LONGEST} characters are shortened, so that a whole family fits into one item
 * of any store.
 *
 * @param principal the name of whom it speaks for, where a record tells
 * @param parent what it was made from, where a record tells
 * @param issuedAt when it was issued, where a record tells
 */
public record Relative(
    CredentialRef credential,
    @Nullable String principal,
    @Nullable String account,
    @Nullable CredentialRef parent,
    @Nullable Instant issuedAt) {
  /** The most that an incident keeps. */
  public static final int MOST = 120;

  /** The longest text that is kept whole. */
  static final int LONGEST = 256;

  public Relative {
    credential = shortened(credential);
    principal = shortened(principal);
    account = shortened(account);
    parent = parent == null ? null : shortened(parent);
  }

  /**
   * A family with more about it: whoever is there already stays, and only what was not known of it
   * is added; beyond {@link #MOST} nobody comes in.
   */
  public static List<Relative> merge(Collection<Relative> family, Collection<Relative> more) {
    Map<CredentialRef, Relative> merged = new LinkedHashMap<>();
    for (Collection<Relative> some : List.of(family, more)) {
      for (Relative relative : some) {
        if (merged.size() < MOST || merged.containsKey(relative.credential)) {
          merged.merge(relative.credential, relative, Relative::with);
        }
      }
    }
    return List.copyOf(merged.values());
  }

  private Relative with(Relative other) {
    return new Relative(
        credential,
        principal == null ? other.principal : principal,
        account == null ? other.account : account,
        parent == null ? other.parent : parent,
        issuedAt == null ? other.issuedAt : issuedAt);
  }

  /** The name of a credential as a family has it. */
  static CredentialRef shortened(CredentialRef ref) {
    String id = shortened(ref.id());
    return id.equals(ref.id()) ? ref : new CredentialRef(ref.kind(), id);
  }

  private static @Nullable String shortened(@Nullable String text) {
    if (text == null || text.length() <= LONGEST) {
      return text;
    }
    String mark = "~" + IncidentReport.hash(text);
    int end = LONGEST - mark.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + mark;
  }

  /** As texts by name, the same in every store; what is not known is left out. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("kind", credential.kind().name());
    texts.put("id", credential.id());
    if (principal != null) {
      texts.put("principal", principal);
    }
    if (account != null) {
      texts.put("account", account);
    }
    if (parent != null) {
      texts.put("parent_kind", parent.kind().name());
      texts.put("parent_id", parent.id());
    }
    if (issuedAt != null) {
      texts.put("issued_at", issuedAt.toString());
    }
    return texts;
  }

  /**
   * Reads what {@link #texts} wrote.
   *
   * @throws IllegalStateException when the credential is missing
   */
  public static Relative of(Map<String, String> texts) {
    CredentialRef credential = ref(texts, "kind", "id");
    if (credential == null) {
      throw new IllegalStateException("a relative of an incident lacks its credential");
    }
    String issuedAt = texts.get("issued_at");
    return new Relative(
        credential,
        texts.get("principal"),
        texts.get("account"),
        ref(texts, "parent_kind", "parent_id"),
        issuedAt == null ? null : Instant.parse(issuedAt));
  }

  private static @Nullable CredentialRef ref(Map<String, String> texts, String kind, String id) {
    String kindText = texts.get(kind);
    String idText = texts.get(id);
    return kindText == null || idText == null
        ? null
        : new CredentialRef(CredentialKind.valueOf(kindText), idText);
  }
}
