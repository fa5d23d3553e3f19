package dev.tokenresponder.connectors.entra;

/**
 * What stays exposed. Access tokens live for 60 to 90 minutes; where client and interface take part
 * in continuous access evaluation those of people live for up to 28 hours, those of applications
 * for up to 24 (Microsoft Entra, "Configurable token lifetimes", "How to use continuous access
 * evaluation enabled APIs in your applications", "Continuous access evaluation for workload
 * identities"). That a permission was taken away is none of the events that interfaces are told of.
 */
final class Residue {
  static final String OF_PERSON =
      "; access tokens that are out live on for 60 to 90 minutes, long-lived ones for up to 28 hours"
          + " unless the interface evaluates access continuously";
  static final String OF_APPLICATION =
      "; access tokens that are out live on for 60 to 90 minutes, up to 24 hours where they were"
          + " made long-lived";
  static final String OF_GRANT =
      "; access tokens that are out live on for 60 to 90 minutes, long-lived ones for up to 28 hours:"
          + " taking a permission away is not told to the interface";

  private Residue() {}
}
