package dev.tokenresponder.cli;

import com.google.auth.oauth2.GoogleCredentials;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.gcp.GoogleClients;
import dev.tokenresponder.gcp.GoogleLabels;
import dev.tokenresponder.gcp.OwnIdentity;
import dev.tokenresponder.gcp.iam.IamHandlers;
import dev.tokenresponder.gcp.iam.SdkPolicies;
import dev.tokenresponder.gcp.iam.SdkServiceAccounts;
import dev.tokenresponder.policy.Exemption;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.TagLookup;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Google Cloud, with the credentials at hand. Workspace is for the functions, which delegate. */
final class GoogleCloud implements Cloud {
  private final GoogleCredentials credentials;
  private final GoogleClients clients;
  private final Policy policy;
  private final Clock clock;

  /**
   * @throws ActionException when there are no credentials
   */
  GoogleCloud(Policy policy, Clock clock) {
    this.credentials = credentialsAtHand();
    this.clients = new GoogleClients(credentials, null);
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * The application default credentials.
   *
   * @throws ActionException when there are none
   */
  static GoogleCredentials credentialsAtHand() {
    try {
      return GoogleCredentials.getApplicationDefault()
          .createScoped(List.of(GoogleClients.CLOUD_SCOPE));
    } catch (IOException e) {
      throw ActionException.permanent(
          "there are no Google credentials here; run gcloud auth application-default login", e);
    }
  }

  @Override
  public void prepareFor(TokenEvent event) {
    // a real project has what it has
  }

  @Override
  public List<Exemption> self() {
    return OwnIdentity.exemptions(credentials);
  }

  @Override
  public Map<String, ActionHandler> handlers() {
    return IamHandlers.of(
        new SdkServiceAccounts(clients.iam()),
        new SdkPolicies(clients.resources(), clients.iam()),
        policy.serviceAccountTokenLifetime(),
        clock);
  }

  @Override
  public Map<String, ManagedClusters> clusters() {
    return Map.of("gke", clients.clusters());
  }

  @Override
  public TagLookup tags() {
    return new GoogleLabels(clients.resources());
  }

  @Override
  public Notifier notifier() {
    return (owners, message) -> "shown here, sent nowhere";
  }

  @Override
  public List<String> stateOf(ActionRequest request) {
    return List.of();
  }
}
