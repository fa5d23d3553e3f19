package dev.tokenresponder.aws;

import dev.tokenresponder.policy.PolicyException;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Settings that are kept in Secrets Manager: a setting whose whole value is the ARN of a secret
 * stands for the text of that secret. So the secret itself is in no configuration, and in no state
 * of Terraform. Permission: {@code secretsmanager:GetSecretValue} on these secrets, and {@code
 * kms:Decrypt} on the key of one that has a key of its own.
 */
public final class Secrets {
  /** Secrets Manager User Guide, "What's in a Secrets Manager secret?": the form of the ARN. */
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[\\w/+=.@-]+");

  private Secrets() {}

  /**
   * The settings, each with its text.
   *
   * @throws PolicyException when a secret cannot be read, with its setting and never with its text
   */
  public static Map<String, String> resolve(Map<String, String> environment, AwsClients clients) {
    return resolve(
        environment, arn -> clients.secrets().getSecretValue(r -> r.secretId(arn)).secretString());
  }

  static Map<String, String> resolve(
      Map<String, String> environment, UnaryOperator<String> textOf) {
    return environment.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                setting ->
                    ARN.matcher(setting.getValue()).matches()
                        ? text(setting.getKey(), setting.getValue(), textOf)
                        : setting.getValue()));
  }

  private static String text(String setting, String arn, UnaryOperator<String> textOf) {
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
