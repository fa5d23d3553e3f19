package dev.tokenresponder.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Clusters of GKE, named {@code projects/PROJECT/locations/LOCATION/clusters/CLUSTER}. Permission:
 * {@code container.clusters.get} (Kubernetes Engine API, "Method: projects.locations.clusters.get",
 * "MasterAuth"); what the responder may do in a cluster, its roles there say, given to its e-mail
 * address as a user.
 */
public final class GkeClusters implements ManagedClusters {
  static final String GOOGLE = "https://container.googleapis.com/";
  private static final String FIELDS = "?fields=endpoint,masterAuth/clusterCaCertificate";
  private static final Pattern NAME =
      Pattern.compile("projects/[a-z0-9:.-]+/locations/[a-z0-9-]+/clusters/[a-z0-9-]+");
  private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.-]+|\\[[0-9A-Fa-f:]+\\]");
  private static final int MOST_BYTES = 1 << 20;

  private final HttpRequestFactory requests;
  private final String root;
  private final Supplier<String> token;

  GkeClusters(HttpRequestFactory requests, String root, Supplier<String> token) {
    this.requests = requests;
    this.root = root;
    this.token = token;
  }

  @Override
  public Access access(String cluster) {
    if (!NAME.matcher(cluster).matches()) {
      throw ActionException.permanent(
          "cluster '"
              + cluster
              + "' is not projects/…/locations/…/clusters/…, and cannot be one of GKE");
    }
    JsonNode found = get(cluster);
    String host = found.path("endpoint").asText();
    String certificate = found.path("masterAuth").path("clusterCaCertificate").asText();
    if (!HOST.matcher(host).matches() || certificate.isEmpty()) {
      throw ActionException.permanent(
          "cluster '" + cluster + "' has no endpoint with a certificate");
    }
    return new Access("https://" + host, certificate, token);
  }

  private JsonNode get(String cluster) {
    try {
      HttpResponse answer =
          requests.buildGetRequest(new GenericUrl(root + "v1/" + cluster + FIELDS)).execute();
      try (InputStream body = answer.getContent()) {
        return Json.read(body.readNBytes(MOST_BYTES));
      } finally {
        answer.disconnect();
      }
    } catch (MalformedRecordException e) {
      throw ActionException.retryable(
          "the answer about cluster '" + cluster + "' is unreadable", e);
    } catch (IOException e) {
      throw GoogleErrors.of("find cluster " + cluster, e);
    }
  }
}
