package dev.tokenresponder.context;

import dev.tokenresponder.net.Cidr;
import java.util.List;
import java.util.Set;

/**
 * What the company has declared to be its own or trusted.
 *
 * @param accounts accounts, projects and tenants
 * @param networks where its people and machines reach the cloud from
 * @param apps ids of approved applications
 */
public record Trust(Set<String> accounts, List<Cidr> networks, Set<String> apps) {

  public Trust {
    accounts = Set.copyOf(accounts);
    networks = List.copyOf(networks);
    apps = Set.copyOf(apps);
  }
}
