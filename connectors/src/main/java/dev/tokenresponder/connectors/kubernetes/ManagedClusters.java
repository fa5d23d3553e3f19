package dev.tokenresponder.connectors.kubernetes;

import java.util.function.Supplier;

/** Clusters that a cloud runs, reached by the identity that the responder has in that cloud. */
@FunctionalInterface
public interface ManagedClusters {

  /**
   * How a cluster is reached.
   *
   * @param cluster its name as records give it (docs/connectors-kubernetes.md)
   * @throws dev.tokenresponder.action.ActionException when that cannot be found out
   */
  Access access(String cluster);

  /**
   * How one cluster is reached.
   *
   * @param endpoint {@code https://host}
   * @param certificate the authority that the API server's certificate is from: PEM, in base64
   * @param token a bearer token that is good now, asked for with each call
   */
  record Access(String endpoint, String certificate, Supplier<String> token) {
    @Override
    public String toString() {
      return "access to " + endpoint;
    }
  }
}
