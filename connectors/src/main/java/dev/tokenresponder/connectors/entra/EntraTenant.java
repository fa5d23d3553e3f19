package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one tenant that is acted in.
 *
 * @param id its id
 * @param clientId the responder's own application in it
 * @param subscriptions the subscriptions of Azure that trust it; records of the activity log name
 *     these
 */
record EntraTenant(String id, String clientId, Set<String> subscriptions) {

  EntraTenant {
    subscriptions = Set.copyOf(subscriptions);
  }

  /** Whether what a record names as its account is this tenant. */
  boolean isNamedBy(@Nullable String account) {
    String folded = account == null ? "" : account.toLowerCase(Locale.ROOT);
    return folded.equals(id) || subscriptions.contains(folded);
  }

  /** The refusal of a request whose record is another tenant's, or names none. */
  Optional<Preparation> refusal(ActionRequest request) {
    return isNamedBy(request.account())
        ? Optional.empty()
        : Optional.of(
            new Preparation.Refused(
                "the record is of " + request.account() + ", which is not the configured tenant"));
  }

  /** What a program needs to take something back in this tenant. */
  Map<String, String> undoData(Map<String, String> data) {
    Map<String, String> all = new TreeMap<>(data);
    all.put("tenant", id);
    return all;
  }

  /**
   * A value of an undo.
   *
   * @throws ActionException as permanent when it is missing or the undo is another tenant's
   */
  String undoValue(Undo undo, String key) {
    String value = undo.data().get(key);
    if (value == null || !id.equals(undo.data().get("tenant"))) {
      throw ActionException.permanent("what was done was not done in the configured tenant");
    }
    return value;
  }

  String tokenPath() {
    return "/" + id + "/oauth2/v2.0/token";
  }
}
