package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.File;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The clusters of the environment, each with one client for the life of the function. */
final class Clusters {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int REQUEST_MILLIS = 4_000;
  private static final int RETRIES = 2;
  private static final int PAUSE_MILLIS = 200;

  private final KubernetesSettings settings;
  private final Map<String, ManagedClusters> clouds;
  private final Map<String, Cluster> opened = new ConcurrentHashMap<>();

  /**
   * @param clouds by what stands in place of a kubeconfig
   */
  Clusters(KubernetesSettings settings, Map<String, ManagedClusters> clouds) {
    this.settings = settings;
    this.clouds = Map.copyOf(clouds);
  }

  /**
   * The cluster that a record names. One that is not configured under that very name is unknown; a
   * record that names none can only mean the one that was configured without a name.
   *
   * @throws ActionException when its kubeconfig cannot be read
   */
  Optional<Cluster> find(@Nullable String named) {
    if (named != null && named.isEmpty()) {
      return Optional.empty();
    }
    String name = named == null ? "" : named;
    return settings.kubeconfigs().containsKey(name) ? Optional.of(open(name)) : Optional.empty();
  }

  /** The one under a configured name, as an outcome stored it. */
  Cluster configured(String name) {
    if (!settings.kubeconfigs().containsKey(name)) {
      throw ActionException.permanent("cluster '" + name + "' is not configured any more");
    }
    return open(name);
  }

  /** Whether the responder itself lives there. */
  boolean isOwn(@Nullable String namespace) {
    return namespace != null && settings.ownNamespaces().contains(namespace);
  }

  private Cluster open(String name) {
    return opened.computeIfAbsent(name, n -> new Cluster(n, client(config(n))));
  }

  /** A redirect leads elsewhere and would take the token along. */
  private static final class Direct extends JdkHttpClientFactory {
    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
      builder.followRedirects(HttpClient.Redirect.NEVER);
    }
  }

  private static ClusterClient client(Config config) {
    return new ClusterClient(
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new Direct())
            .build());
  }

  private Config config(String name) {
    Config config = read(name, String.valueOf(settings.kubeconfigs().get(name)));
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    config.setRequestRetryBackoffLimit(RETRIES);
    config.setRequestRetryBackoffInterval(PAUSE_MILLIS);
    return config;
  }

  /** What is wrong with a kubeconfig is not told, since its parser may quote it. */
  private Config read(String name, String path) {
    try {
      if (settings.standIn() != null) {
        return new ConfigBuilder(Config.empty())
            .withMasterUrl(settings.standIn().toString())
            .withOauthToken(path)
            .build();
      }
      if (KubernetesSettings.CLOUDS.contains(path)) {
        return managed(name, path);
      }
      return path.equals(KubernetesSettings.IN_CLUSTER)
          ? settings.inCluster().config()
          : Config.fromKubeconfig(new File(path));
    } catch (ActionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw ActionException.permanent(
          "the kubeconfig of cluster '" + name + "' cannot be read: check " + path);
    }
  }

  private Config managed(String name, String cloud) {
    ManagedClusters clusters = clouds.get(cloud);
    if (clusters == null) {
      throw ActionException.permanent(
          "cluster '"
              + name
              + "' is given as '"
              + cloud
              + "', whose identity is not at hand here: name a kubeconfig instead");
    }
    ManagedClusters.Access access = clusters.access(name);
    if (!access.endpoint().startsWith("https://")) {
      throw ActionException.permanent("cluster '" + name + "' is not reached by https");
    }
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(access.endpoint())
        .withCaCertData(access.certificate())
        .withOauthTokenProvider(access.token()::get)
        .build();
  }
}
