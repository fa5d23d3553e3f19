package dev.tokenresponder.aws.iam;

import dev.tokenresponder.aws.iam.IdentityCenter.PermissionSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The one inline policy of a permission set, which its owners write too. It may have 32,768 bytes,
 * of which 10,240 characters that are not white space (IAM Identity Center User Guide, "Quotas").
 * The sessions live 12 hours at most (the same, "Set session duration for AWS accounts").
 *
 * @param account where it is to be in effect
 */
record PermissionSetPolicy(IdentityCenter center, PermissionSet set, String account)
    implements PolicyPlace {
  private static final int BYTES = 32_768;

  @Override
  public String holder() {
    return "permission set " + set.name();
  }

  @Override
  public Optional<String> read() {
    return center.policy(set);
  }

  @Override
  public boolean put(String document) {
    return document.getBytes(StandardCharsets.UTF_8).length <= BYTES
        && center.putPolicy(set, document);
  }

  @Override
  public void delete() {
    center.deletePolicy(set);
  }

  @Override
  public int limit() {
    return 10_240;
  }

  @Override
  public Duration life() {
    return Duration.ofHours(12);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public String undoCommand(String sid) {
    String on =
        "-permission-set --region "
            + center.region()
            + " --instance-arn "
            + center.instance()
            + " --permission-set-arn "
            + set.arn();
    return UndoCommand.of(
            "aws sso-admin get-inline-policy-for" + on + " --query InlinePolicy --output text",
            sid,
            "aws sso-admin delete-inline-policy-from" + on,
            "aws sso-admin put-inline-policy-to" + on + " --inline-policy")
        + " && aws sso-admin provision"
        + on
        + " --target-type AWS_ACCOUNT --target-id "
        + account;
  }

  @Override
  public Map<String, String> undoData() {
    return Map.of(
        "account",
        account,
        "instance",
        center.instance(),
        "permission_set",
        set.arn(),
        "name",
        set.name());
  }

  @Override
  public String toString() {
    return "the inline policy of " + holder();
  }
}
