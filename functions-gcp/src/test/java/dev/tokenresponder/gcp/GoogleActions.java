package dev.tokenresponder.gcp;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.gcp.doubles.GoogleDoubles;
import dev.tokenresponder.gcp.iam.IamHandlers;
import dev.tokenresponder.gcp.iam.SdkPolicies;
import dev.tokenresponder.gcp.iam.SdkServiceAccounts;
import dev.tokenresponder.gcp.workspace.Progress;
import dev.tokenresponder.gcp.workspace.SdkDirectory;
import dev.tokenresponder.gcp.workspace.WorkspaceHandlers;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActionRunner;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The actions as they are wired, through the real client libraries, on the doubles. */
final class GoogleActions implements AutoCloseable {
  static final String ADMIN = "responder-admin@example.com";
  static final String DELEGATE = "workspace@example-project.iam.gserviceaccount.com";
  static final String SECURITY = "https://www.googleapis.com/auth/admin.directory.user.security";
  static final String READ = "https://www.googleapis.com/auth/admin.directory.user.readonly";

  final GoogleDoubles google = new GoogleDoubles();
  final IncidentStore store = new InMemoryIncidentStore();
  private final Clock clock = Clock.fixed(Requests.NOW, ZoneOffset.UTC);
  private Policy policy =
      PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}");

  /** With just the permissions that the catalogue declares for an action. */
  static GoogleActions permittedFor(String action) {
    GoogleActions actions = new GoogleActions();
    Map<String, List<String>> permissions = Catalogue.find(action).orElseThrow().permissions();
    actions.google.access().grant("t", "responder", permissions.get("gcp").toArray(String[]::new));
    actions
        .google
        .tokens()
        .delegate(
            DELEGATE, permissions.getOrDefault("workspace", List.of()).toArray(String[]::new));
    actions.google.tokens().administrator(ADMIN);
    return actions;
  }

  GoogleActions under(String yaml) {
    policy = PolicyReader.parse("p", yaml);
    return this;
  }

  ActionOutcome run(ActionRequest request) {
    return new ActionRunner(handlers(), policy, store, clock).run(request);
  }

  Map<String, ActionHandler> handlers() {
    GoogleClients clients =
        new GoogleClients(
            GoogleCredentials.create(new AccessToken("t", new Date(Long.MAX_VALUE))),
            google.root());
    Map<String, ActionHandler> handlers =
        new HashMap<>(
            IamHandlers.of(
                new SdkServiceAccounts(clients.iam()),
                new SdkPolicies(clients.resources(), clients.iam()),
                policy.serviceAccountTokenLifetime(),
                clock));
    handlers.putAll(
        WorkspaceHandlers.of(
            new SdkDirectory(
                clients.directory(DELEGATE, ADMIN, SECURITY),
                clients.directory(DELEGATE, ADMIN, READ)),
            new InMemoryProgress(),
            policy,
            clock));
    return handlers;
  }

  @Override
  public void close() {
    google.close();
  }

  private static final class InMemoryProgress implements Progress {
    private final Map<String, Place> places = new HashMap<>();

    @Override
    public Optional<Place> read(String work) {
      return Optional.ofNullable(places.get(work));
    }

    @Override
    public void write(String work, Place place) {
      places.put(work, place);
    }
  }
}
