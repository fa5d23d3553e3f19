package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/**
 * What can be done on GitHub. Suspending an application is not among it: only the application
 * itself may ask for that (GitHub Docs, "Suspending a GitHub App installation").
 */
final class GitHubActions {
  private static final String GITHUB = "github";

  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "remove-sso-authorization",
              "disable-keys",
              true,
              true,
              Map.of(GITHUB, List.of("organization_administration:write")),
              "Takes from one classic token its authorization for an organization that asks for"
                  + " single sign-on; the person's other tokens are not touched.",
              "The person makes a new token and authorizes it.",
              "bob-example/tokens/880002",
              GitHubBindings::classicToken),
          new ActionSpec(
              "revoke-fine-grained-token",
              "disable-keys",
              true,
              true,
              Map.of(GITHUB, List.of("organization_personal_access_tokens:write")),
              "Takes from one fine-grained token its access to an organization; the person's other"
                  + " tokens are not touched.",
              "The person asks for access with a new token, which an owner approves where the"
                  + " organization wants that.",
              "bob-example/fine-grained-tokens/770001",
              GitHubBindings::fineGrainedToken),
          new ActionSpec(
              "remove-deploy-key",
              "disable-keys",
              true,
              true,
              Map.of(GITHUB, List.of("administration:write")),
              "Removes one deploy key from one repository.",
              "Add the same key again, with its title and what it may do.",
              "example/payments/keys/SHA256:uNiVztksCsDhcc0u9e8BrrJXVSDiWGOmrDF7rEIqKFA",
              GitHubBindings::deployKey));

  private GitHubActions() {}
}
