package dev.tokenresponder.policy;

import java.time.Duration;

/**
 * The most that may be done before a person must look; what is over a limit is held, not dropped.
 *
 * @param perActionPerHour changes by one action in one hour
 * @param perAccountPerHour changes in one account in one hour
 * @param totalPerHour changes in one hour
 * @param incidentWindow how long findings about one credential join the same incident
 */
public record Limits(
    int perActionPerHour, int perAccountPerHour, int totalPerHour, Duration incidentWindow) {

  public Limits {
    if (perActionPerHour < 0 || perAccountPerHour < 0 || totalPerHour < 0) {
      throw new PolicyException("limits must not be negative");
    }
    if (incidentWindow.isNegative() || incidentWindow.isZero()) {
      throw new PolicyException("limits: incident_window must be longer than nothing");
    }
  }
}
