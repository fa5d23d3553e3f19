package dev.tokenresponder.connectors.entra;

/**
 * What stays exposed. Access tokens live for 60 to 90 minutes, where client and interface take part
 * in continuous access evaluation up to 28 hours (Microsoft Entra, "Configurable token lifetimes",
 * "How to use continuous access evaluation enabled APIs in your applications").
 */
final class Residue {
  static final String OF_PERSON =
      "; access tokens that are out live on for 60 to 90 minutes, long-lived ones for up to 28 hours"
          + " unless the interface evaluates access continuously";
  static final String OF_APPLICATION =
      "; access tokens that are out live on for 60 to 90 minutes, up to 24 hours where they were"
          + " made long-lived";

  private Residue() {}
}
