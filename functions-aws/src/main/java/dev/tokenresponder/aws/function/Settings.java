package dev.tokenresponder.aws.function;

import dev.tokenresponder.aws.MemberAccounts;
import dev.tokenresponder.aws.OwnIdentity;
import dev.tokenresponder.aws.metrics.EmbeddedMetrics;
import dev.tokenresponder.policy.Exemption;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyException;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.Metrics;
import dev.tokenresponder.respond.RuleFile;
import dev.tokenresponder.respond.Seal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a function is told by its environment.
 *
 * <ul>
 *   <li>{@code TOKEN_RESPONDER_POLICY}: the policy file. There is no default here: without a policy
 *       nothing is done to anyone.
 *   <li>{@code TOKEN_RESPONDER_TABLE}: the DynamoDB table.
 *   <li>{@code TOKEN_RESPONDER_BUS}: the responder's event bus.
 *   <li>{@code TOKEN_RESPONDER_RULES}: a folder of further rules; optional.
 *   <li>{@code TOKEN_RESPONDER_OWN_ROLES}: ARNs of the responder's own roles, separated by commas,
 *       which it never acts on; optional, since the role a function runs as is always one of them.
 *   <li>{@code TOKEN_RESPONDER_MEMBER_ROLE}: the name of the role through which other accounts are
 *       acted in ({@link MemberAccounts}), and which is never acted on; optional.
 *   <li>{@code TOKEN_RESPONDER_RECHECK_QUEUE}: the URL of the queue that brings an act function
 *       what asks it to look again; without one it does not look again.
 *   <li>{@code TOKEN_RESPONDER_IDENTITY_CENTER} and what goes with it: {@link
 *       dev.tokenresponder.aws.IdentityCenterAccess}; optional.
 *   <li>{@code TOKEN_RESPONDER_METRICS}: the namespace of the metrics that go into the log; without
 *       one there are none.
 *   <li>{@code TOKEN_RESPONDER_TRUSTED_CLUSTERS}: clusters of EKS, {@code eks/ACCOUNT/CLUSTER} with
 *       commas between, to whose audit logs in CloudWatch Logs nobody but EKS writes, and which are
 *       therefore believed; optional.
 *   <li>{@code TOKEN_RESPONDER_SEAL}: the secret that {@code receive-webhooks} and {@code evaluate}
 *       share ({@link Seal}); only for webhooks.
 * </ul>
 */
final class Settings {
  static final String SEAL = "TOKEN_RESPONDER_SEAL";
  private static final String CLUSTERS = "TOKEN_RESPONDER_TRUSTED_CLUSTERS";
  private static final Pattern CLUSTER = Pattern.compile("eks/[0-9]{12}/[0-9A-Za-z_-]{1,100}");

  private final Map<String, String> environment;

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The policy, with the responder's own roles exempt.
   *
   * @throws PolicyException when there is none or it cannot be used
   */
  Policy policy() {
    Policy policy = PolicyReader.read(Path.of(required("TOKEN_RESPONDER_POLICY")));
    List<Exemption> own = new ArrayList<>();
    Arrays.stream(environment.getOrDefault("TOKEN_RESPONDER_OWN_ROLES", "").split(","))
        .map(String::strip)
        .filter(arn -> !arn.isEmpty())
        .forEach(arn -> own.addAll(OwnIdentity.exemptions(arn)));
    own.addAll(OwnIdentity.members("", environment.get(MemberAccounts.SETTING), policy.accounts()));
    return policy.exempting(own);
  }

  String table() {
    return required("TOKEN_RESPONDER_TABLE");
  }

  String bus() {
    return required("TOKEN_RESPONDER_BUS");
  }

  List<RuleFile> rules() {
    return RuleFile.builtInAnd(environment.get("TOKEN_RESPONDER_RULES"));
  }

  /**
   * Clusters whose logs are believed.
   *
   * @throws PolicyException when one is not named as it must be
   */
  Set<String> trustedClusters() {
    Set<String> clusters = new TreeSet<>();
    for (String cluster : environment.getOrDefault(CLUSTERS, "").split(",")) {
      String name = cluster.strip();
      if (!name.isEmpty() && !CLUSTER.matcher(name).matches()) {
        throw new PolicyException(
            CLUSTERS + " holds '" + name + "', which is not eks/ACCOUNT/CLUSTER");
      }
      if (!name.isEmpty()) {
        clusters.add(name);
      }
    }
    return clusters;
  }

  Optional<String> recheckQueue() {
    return optional("TOKEN_RESPONDER_RECHECK_QUEUE");
  }

  Metrics metrics(Clock clock) {
    return optional("TOKEN_RESPONDER_METRICS")
        .<Metrics>map(name -> new EmbeddedMetrics(name, clock, line -> System.out.println(line)))
        .orElse(Metrics.NONE);
  }

  Optional<Seal> seal() {
    return optional(SEAL).map(Seal::new);
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private String required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new PolicyException(
                    "the environment variable "
                        + name
                        + " is not set; nothing is done until it is"));
  }
}
