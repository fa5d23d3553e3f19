package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where something holds.
 *
 * @param id {@code T…} of a workspace or {@code E…} of an organization
 */
record Place(String id) {
  private static final Pattern SHAPE = Pattern.compile("[TE][0-9A-Z]{6,20}");

  /**
   * @throws ActionException as permanent when it is neither
   */
  static Place of(@Nullable String id) {
    if (id == null || !SHAPE.matcher(id).matches()) {
      throw ActionException.permanent("the request names no workspace or organization of Slack's");
    }
    return new Place(id);
  }

  boolean isTeam() {
    return id.startsWith("T");
  }

  /** As an argument; exactly one of the two may be given. */
  Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    fields.put(isTeam() ? "team_id" : "enterprise_id", id);
    return fields;
  }

  @Override
  public String toString() {
    return id;
  }
}
