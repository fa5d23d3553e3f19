package dev.tokenresponder.aws;

import dev.tokenresponder.policy.PolicyException;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Settings that are kept in Secrets Manager: a setting whose whole value is the ARN of a secret
 * stands for the text of that secret. So the secret itself is in no configuration, and in no state
 * of Terraform. Permission: {@code secretsmanager:GetSecretValue} on these secrets, and {@code
 * kms:Decrypt} on the key of one that has a key of its own.
 */
public final class Secrets {
  /** Secrets Manager User Guide, "What's in a Secrets Manager secret?": the form of the ARN. */
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:secretsmanager:(?<region>[a-z0-9-]+):[0-9]{12}:secret:[\\w/+=.@-]+");

  /** What was meant to be one, and must never be taken for the secret itself. */
  private static final Pattern MEANT =
      Pattern.compile("\\s*arn:[^:]*:secretsmanager:.*", Pattern.DOTALL);

  private Secrets() {}

  /**
   * The settings, each with its text.
   *
   * @throws PolicyException when an ARN is not whole or has something behind it, or a secret cannot
   *     be read, with its setting and never with its text
   */
  public static Map<String, String> resolve(Map<String, String> environment, AwsClients clients) {
    return resolve(
        environment,
        arn ->
            clients
                .secrets(Region.of(region(arn)))
                .getSecretValue(r -> r.secretId(arn))
                .secretString());
  }

  static Map<String, String> resolve(
      Map<String, String> environment, UnaryOperator<String> textOf) {
    return environment.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                setting ->
                    MEANT.matcher(setting.getValue()).matches()
                        ? text(setting.getKey(), setting.getValue(), textOf)
                        : setting.getValue()));
  }

  private static String region(String arn) {
    Matcher parts = ARN.matcher(arn);
    return parts.matches() ? parts.group("region") : "";
  }

  private static String text(String setting, String arn, UnaryOperator<String> textOf) {
    if (!ARN.matcher(arn).matches()) {
      throw new PolicyException(setting + " is not the ARN of a secret and nothing else: " + arn);
    }
    String text;
    try {
      text = textOf.apply(arn);
    } catch (SdkException e) {
      throw new PolicyException(
          "the secret " + arn + " of " + setting + " cannot be read: " + e.getMessage(), e);
    }
    if (text == null || text.isBlank()) {
      throw new PolicyException("the secret " + arn + " of " + setting + " holds no text");
    }
    return text;
  }
}
