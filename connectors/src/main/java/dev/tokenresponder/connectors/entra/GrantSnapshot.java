package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tokenresponder.action.ActionException;
import java.util.List;
import java.util.stream.Stream;

/** The permissions of one application at one moment, from which they can be given again. */
record GrantSnapshot(List<PermissionGrant> grants, List<RoleAssignment> assignments) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(SerializationFeature.INDENT_OUTPUT);

  /** As much as an outcome can carry with ease in either store (DynamoDB takes 400 KB). */
  private static final int MOST_CHARACTERS = 100_000;

  GrantSnapshot {
    grants = List.copyOf(grants);
    assignments = List.copyOf(assignments);
  }

  boolean isEmpty() {
    return grants.isEmpty() && assignments.isEmpty();
  }

  int size() {
    return grants.size() + assignments.size();
  }

  /** Each, for sentences. */
  List<String> told() {
    return Stream.concat(
            grants.stream().map(PermissionGrant::told),
            assignments.stream().map(RoleAssignment::told))
        .toList();
  }

  boolean isTooLarge() {
    return text().length() > MOST_CHARACTERS;
  }

  String text() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw ActionException.permanent("the permissions cannot be written down");
    }
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws ActionException as permanent when it is something else
   */
  static GrantSnapshot parse(String text) {
    try {
      return MAPPER.readValue(text, GrantSnapshot.class);
    } catch (JsonProcessingException e) {
      throw ActionException.permanent("what was removed is not known any more");
    }
  }
}
