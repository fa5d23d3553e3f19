package dev.tokenresponder.context;

import dev.tokenresponder.net.Cidr;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the company has declared to be its own or trusted.
 *
 * @param accounts accounts, projects and tenants
 * @param domains mail domains of its people
 * @param networks where its people and machines reach the cloud from
 * @param apps ids of approved applications, by provider: {@code workspace}, {@code entra}, {@code
 *     github}, {@code slack}, {@code okta}, {@code dropbox}, {@code generic}
 */
public record Trust(
    Set<String> accounts, Set<String> domains, List<Cidr> networks, Map<String, Set<String>> apps) {

  public Trust {
    accounts = Set.copyOf(accounts);
    domains = Set.copyOf(domains);
    networks = List.copyOf(networks);
    apps =
        apps.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
  }

  /**
   * Whether an application is on the list of the provider; all others are not (ATT&CK mitigation
   * M1021).
   *
   * @param source the audit log that names the application
   */
  boolean approves(String source, String app) {
    return apps.getOrDefault(provider(source), Set.of()).contains(app);
  }

  /** Office 365's log names the applications of Entra. */
  private static String provider(String source) {
    String first = source.substring(0, Math.max(0, source.indexOf('.')));
    return first.equals("m365") || first.equals("azure") ? "entra" : first;
  }
}
