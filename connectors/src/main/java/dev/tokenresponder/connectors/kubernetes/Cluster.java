package dev.tokenresponder.connectors.kubernetes;

/**
 * One cluster that the responder may act in.
 *
 * @param name as configured; empty for the only one
 */
record Cluster(String name, ClusterClient client) {

  /** For sentences. */
  String of() {
    return name.isEmpty() ? "" : " of " + name;
  }

  @Override
  public String toString() {
    return "cluster " + name;
  }
}
