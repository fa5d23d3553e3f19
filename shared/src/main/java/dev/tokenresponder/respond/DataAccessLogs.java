package dev.tokenresponder.respond;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenresponder.sigma.cloudlogging.Restriction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The audit logs of Google Cloud that are off until somebody turns them on, and which the rules
 * need: those of the methods by which a token is had. What changes something is in the activity
 * logs, which are always on (Cloud Logging, "Enable Data Access audit logs", {@code
 * https://cloud.google.com/logging/docs/audit/configure-data-access}).
 */
public final class DataAccessLogs {
  /**
   * One service whose logs are to be turned on.
   *
   * @param logTypes {@code ADMIN_READ}, {@code DATA_READ}, {@code DATA_WRITE}
   */
  public record Service(String service, @JsonProperty("log_types") List<String> logTypes) {}

  /**
   * With IAM come the logs of service account credentials, which cannot be turned on by themselves;
   * editions of the page differ in whether these calls read data or administration (IAM, "Service
   * Account Credentials audit logging", {@code
   * https://cloud.google.com/iam/docs/audit-logging/audit-logging-iamcreds}).
   */
  private static final Service IAM =
      new Service("iam.googleapis.com", List.of("ADMIN_READ", "DATA_READ"));

  /**
   * IAM, "Security Token Service audit logging", {@code
   * https://cloud.google.com/iam/docs/audit-logging/audit-logging-sts}.
   */
  private static final Service TOKENS = new Service("sts.googleapis.com", List.of("ADMIN_READ"));

  /** By their full names, of which logs show the last part alone, too. */
  private static final Map<String, Service> METHODS =
      Map.of(
          "google.iam.credentials.v1.IAMCredentials.GenerateAccessToken", IAM,
          "google.iam.credentials.v1.IAMCredentials.GenerateIdToken", IAM,
          "google.iam.credentials.v1.IAMCredentials.SignBlob", IAM,
          "google.iam.credentials.v1.IAMCredentials.SignJwt", IAM,
          "google.identity.sts.v1.SecurityTokenService.ExchangeToken", TOKENS);

  private DataAccessLogs() {}

  /** The services whose logs hold what the rules look for, by name. */
  public static List<Service> of(RuleBook book) {
    UpstreamDemands<Restriction> demands = LogFilters.demands(book, "gcp.audit");
    Map<String, Service> services = new TreeMap<>();
    METHODS.forEach(
        (method, service) -> {
          boolean wanted = demands.alternatives().stream().anyMatch(r -> names(r, method));
          if (wanted || !demands.unlimited().isEmpty()) {
            services.put(service.service(), service);
          }
        });
    return List.copyOf(services.values());
  }

  private static boolean names(Restriction restriction, String method) {
    return restriction.field().equals(LogFilters.METHOD)
        && method.toLowerCase(Locale.ROOT).contains(restriction.text());
  }
}
