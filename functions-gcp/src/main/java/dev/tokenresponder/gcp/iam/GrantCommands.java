package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.gcp.Shell;
import dev.tokenresponder.gcp.iam.PolicyDocument.Place;
import java.util.ArrayList;
import java.util.List;

/** The command that gives a role back (gcloud reference, {@code add-iam-policy-binding}). */
final class GrantCommands {

  private GrantCommands() {}

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
        place.expression() == null
            ? "--condition=None"
            : "--condition=^;^expression="
                + place.expression()
                + (place.title() == null ? "" : ";title=" + place.title()));
    return Shell.command(words.toArray(String[]::new));
  }
}
