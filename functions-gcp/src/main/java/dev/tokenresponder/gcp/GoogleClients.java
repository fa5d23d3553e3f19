package dev.tokenresponder.gcp;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudresourcemanager.v3.CloudResourceManager;
import com.google.api.services.directory.Directory;
import com.google.api.services.iam.v1.Iam;
import com.google.api.services.iamcredentials.v1.IAMCredentials;
import com.google.api.services.pubsub.Pubsub;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Builds the API clients, all over one small HTTP transport. None of them tries again by itself:
 * what may be tried again is delivered again.
 */
public final class GoogleClients {
  /** What the functions ask for in Google Cloud; their service accounts' roles narrow it. */
  public static final String CLOUD_SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private static final String NAME = "token-responder";
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 10_000;

  private final HttpTransport transport = new NetHttpTransport.Builder().build();
  private final JsonFactory json = GsonFactory.getDefaultInstance();
  private final GoogleCredentials credentials;
  private final @Nullable String root;

  /**
   * @param credentials scoped already
   * @param root another address than Google's own, such as a test's; null for Google
   */
  public GoogleClients(GoogleCredentials credentials, @Nullable URI root) {
    this.credentials = credentials;
    this.root = root == null ? null : root.toString().replaceAll("/+$", "") + "/";
  }

  /** IAM. */
  public Iam iam() {
    Iam.Builder builder = new Iam.Builder(transport, json, as(credentials));
    return (root == null ? builder : builder.setRootUrl(root)).setApplicationName(NAME).build();
  }

  /** Resource Manager. */
  public CloudResourceManager resources() {
    CloudResourceManager.Builder builder =
        new CloudResourceManager.Builder(transport, json, as(credentials));
    return (root == null ? builder : builder.setRootUrl(root)).setApplicationName(NAME).build();
  }

  /**
   * Pub/Sub.
   *
   * @param emulator {@code host:port} of an emulator, which needs no credentials; null for Google
   */
  public Pubsub pubsub(@Nullable String emulator) {
    if (emulator != null) {
      return new Pubsub.Builder(transport, json, GoogleClients::patience)
          .setRootUrl("http://" + emulator + "/")
          .setApplicationName(NAME)
          .build();
    }
    return new Pubsub.Builder(transport, json, as(credentials)).setApplicationName(NAME).build();
  }

  /**
   * The directory of Workspace, as one administrator and with one scope.
   *
   * @param account the service account that the domain delegates to
   * @param administrator in whose name it is asked
   */
  public Directory directory(String account, String administrator, String scope) {
    IAMCredentials.Builder signing =
        new IAMCredentials.Builder(transport, json, as(credentials)).setApplicationName(NAME);
    GoogleCredentials delegated =
        new DelegatedCredentials(
            (root == null ? signing : signing.setRootUrl(root)).build(),
            transport.createRequestFactory(GoogleClients::patience),
            root == null ? DelegatedCredentials.TOKENS : root + "token",
            account,
            administrator,
            scope);
    Directory.Builder builder = new Directory.Builder(transport, json, as(delegated));
    return (root == null ? builder : builder.setRootUrl(root)).setApplicationName(NAME).build();
  }

  /** Clusters of GKE. */
  public GkeClusters clusters() {
    return new GkeClusters(requests(), root(GkeClusters.GOOGLE), this::token);
  }

  /** For what has no client here; as the credentials at hand. */
  public HttpRequestFactory requests() {
    return transport.createRequestFactory(as(credentials));
  }

  /** Where an API is: at {@code google}, unless something answers in its place. */
  public String root(String google) {
    return root == null ? google : root;
  }

  private String token() {
    try {
      credentials.refreshIfExpired();
      return credentials.getAccessToken().getTokenValue();
    } catch (IOException e) {
      throw GoogleErrors.of("get a token for the responder", e);
    }
  }

  private static HttpRequestInitializer as(GoogleCredentials credentials) {
    HttpCredentialsAdapter adapter = new HttpCredentialsAdapter(credentials);
    return request -> {
      adapter.initialize(request);
      patience(request);
    };
  }

  private static void patience(HttpRequest request) {
    request.setConnectTimeout(CONNECT_MILLIS).setReadTimeout(READ_MILLIS).setNumberOfRetries(0);
  }
}
