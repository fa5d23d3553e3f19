package dev.tokenresponder.gcp;

import com.google.api.services.cloudresourcemanager.v3.CloudResourceManager;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.respond.TagLookup;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Labels of a principal's project, for service accounts have none of their own (Resource Manager
 * REST reference, {@code projects.get}; label keys are in small letters). Permission: {@code
 * resourcemanager.projects.get}; where it lacks, nobody is found, and the policy's mapping counts.
 */
public final class GoogleLabels implements TagLookup {
  private final CloudResourceManager resources;

  /** Asks {@code resources}. */
  public GoogleLabels(CloudResourceManager resources) {
    this.resources = resources;
  }

  @Override
  public Optional<String> tag(Principal principal, String name) {
    String project = principal.account();
    if (project == null || !project.matches("[a-z][a-z0-9-]{4,28}[a-z0-9]")) {
      return Optional.empty();
    }
    try {
      Map<String, String> labels =
          resources.projects().get("projects/" + project).execute().getLabels();
      return labels == null
          ? Optional.empty()
          : Optional.ofNullable(labels.get(name.toLowerCase(Locale.ROOT)));
    } catch (IOException e) {
      ActionException fault = GoogleErrors.of("read the labels of " + project, e);
      if (fault.isRetryable()) {
        throw fault;
      }
      return Optional.empty();
    }
  }
}
