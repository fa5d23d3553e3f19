package dev.tokenresponder.gcp.function;

import dev.tokenresponder.gcp.OwnIdentity;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyException;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.RuleFile;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a function is told by its environment.
 *
 * <ul>
 *   <li>{@code TOKEN_RESPONDER_POLICY}: the policy file. There is no default here: without a policy
 *       nothing is done to anyone.
 *   <li>{@code TOKEN_RESPONDER_PROJECT}: the project of the Firestore database.
 *   <li>{@code TOKEN_RESPONDER_TOPIC}: the responder's topic, {@code projects/P/topics/T}.
 *   <li>{@code TOKEN_RESPONDER_DEAD_LETTERS}: the topic for what cannot be read.
 *   <li>{@code TOKEN_RESPONDER_PUSH_AUDIENCE}, {@code TOKEN_RESPONDER_PUSH_ACCOUNT}: the audience
 *       and the service account of the push subscription.
 *   <li>{@code TOKEN_RESPONDER_RECHECK_QUEUE}, {@code TOKEN_RESPONDER_RECHECK_URL}: the queue of
 *       Cloud Tasks, {@code projects/P/locations/L/queues/Q}, that brings an act function what asks
 *       it to look again, and the function's own address; without a queue it does not look again.
 *   <li>{@code TOKEN_RESPONDER_SEAL}: the secret that {@code receive-webhooks} and {@code evaluate}
 *       share ({@link dev.tokenresponder.respond.Seal}); only for webhooks.
 *   <li>{@code TOKEN_RESPONDER_DATABASE}: the Firestore database; optional, {@code (default)}.
 *   <li>{@code TOKEN_RESPONDER_RULES}: a folder of further rules; optional.
 *   <li>{@code TOKEN_RESPONDER_OWN_ACCOUNTS}: addresses of the responder's own service accounts,
 *       separated by commas, which it never acts on; optional, since the one a function runs as,
 *       and those named in the other variables, are always among them.
 *   <li>{@code TOKEN_RESPONDER_WORKSPACE_ACCOUNT}, {@code TOKEN_RESPONDER_WORKSPACE_ADMIN}: the
 *       service account that the Workspace domain delegates to, and the administrator in whose name
 *       it acts; optional, without them nothing is done in Workspace.
 *   <li>{@code TOKEN_RESPONDER_CHAT_WEBHOOK}, {@code TOKEN_RESPONDER_SMTP_PASSWORD}: secrets;
 *       optional.
 *   <li>{@code TOKEN_RESPONDER_GOOGLE_ENDPOINT}: what answers in Google's place, on this machine
 *       only; for trying things out. {@code FIRESTORE_EMULATOR_HOST}, {@code PUBSUB_EMULATOR_HOST}
 *       likewise.
 * </ul>
 */
final class Settings {
  private static final List<String> OWN =
      List.of(
          "TOKEN_RESPONDER_OWN_ACCOUNTS",
          "TOKEN_RESPONDER_PUSH_ACCOUNT",
          "TOKEN_RESPONDER_WORKSPACE_ACCOUNT",
          "TOKEN_RESPONDER_WORKSPACE_ADMIN");

  private final Map<String, String> environment;

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The policy, with the responder's own accounts exempt.
   *
   * @throws PolicyException when there is none or it cannot be used
   */
  Policy policy() {
    return PolicyReader.read(Path.of(required("TOKEN_RESPONDER_POLICY")))
        .exempting(
            OwnIdentity.exemptions(
                OWN.stream()
                    .map(name -> environment.getOrDefault(name, ""))
                    .collect(Collectors.joining(","))));
  }

  List<RuleFile> rules() {
    return RuleFile.builtInAnd(environment.get("TOKEN_RESPONDER_RULES"));
  }

  Map<String, String> environment() {
    return environment;
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new PolicyException(
                    "the environment variable "
                        + name
                        + " is not set; nothing is done until it is"));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * What answers in Google's place; null for Google.
   *
   * @throws PolicyException when it is not on this machine: credentials must not go elsewhere
   */
  @Nullable URI endpoint() {
    Optional<String> endpoint = optional("TOKEN_RESPONDER_GOOGLE_ENDPOINT");
    if (endpoint.isEmpty()) {
      return null;
    }
    URI uri = URI.create(endpoint.get());
    try {
      if (uri.getHost() != null && InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
        return uri;
      }
    } catch (UnknownHostException e) {
      // said below
    }
    throw new PolicyException(
        "TOKEN_RESPONDER_GOOGLE_ENDPOINT must be on this machine, like http://127.0.0.1:8085");
  }
}
