package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.Shell;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import dev.tokenresponder.gcp.iam.PolicyDocument.Place;
import java.util.ArrayList;
import java.util.List;

/** The command that gives a role back (gcloud reference, {@code add-iam-policy-binding}). */
final class GrantCommands {

  private GrantCommands() {}

  /**
   * A condition as gcloud reads it, with something between its parts that is in none of them:
   * otherwise whoever wrote the condition could write the next part too (gcloud topic escaping).
   */
  private static String dictionary(Condition condition) {
    String title = condition.title() == null ? "" : condition.title();
    String between = ";";
    for (int i = 0; (condition.expression() + title).contains(between); i++) {
      between = "~" + i + "~";
    }
    return "^"
        + between
        + "^expression="
        + condition.expression()
        + (title.isEmpty() ? "" : between + "title=" + title);
  }

  static String add(String of, Place place) {
    String[] parts = of.split("/");
    List<String> words = new ArrayList<>(List.of("gcloud"));
    if (parts.length == 4) {
      words.addAll(List.of("iam", "service-accounts", "add-iam-policy-binding", parts[3]));
      if (!parts[1].equals("-")) {
        words.add("--project=" + parts[1]);
      }
    } else if (parts[0].equals("projects")) {
      words.addAll(List.of("projects", "add-iam-policy-binding", parts[1]));
    } else {
      String group = parts[0].equals("folders") ? "resource-manager" : "organizations";
      words.add(group);
      if (parts[0].equals("folders")) {
        words.add("folders");
      }
      words.addAll(List.of("add-iam-policy-binding", parts[1]));
    }
    words.add("--member=" + place.member());
    words.add("--role=" + place.role());
    words.add(
        place.condition() == null
            ? "--condition=None"
            : "--condition=" + dictionary(place.condition()));
    return Shell.command(words.toArray(String[]::new));
  }
}
