package dev.tokenresponder.aws.iam;

import dev.tokenresponder.aws.AwsErrors;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;
import software.amazon.awssdk.services.ssoadmin.model.PermissionSetProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionTargetType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;

/** IAM Identity Center through the AWS SDK (IAM Identity Center API reference). */
public final class SdkIdentityCenter implements IdentityCenter {
  private final SsoAdminClient center;
  private final String instance;
  private final String region;

  /**
   * One instance.
   *
   * @param instance its ARN
   * @param region where the client looks for it
   */
  public SdkIdentityCenter(SsoAdminClient center, String instance, String region) {
    this.center = center;
    this.instance = instance;
    this.region = region;
  }

  @Override
  public String instance() {
    return instance;
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public Optional<String> store() {
    return call(
        "list the instances of IAM Identity Center",
        () ->
            center.listInstancesPaginator(r -> {}).instances().stream()
                .filter(found -> instance.equals(found.instanceArn()))
                .map(InstanceMetadata::identityStoreId)
                .findFirst());
  }

  @Override
  public List<PermissionSet> permissionSets(String account, String name) {
    return call(
        "list the permission sets of account " + account,
        () ->
            center
                .listPermissionSetsProvisionedToAccountPaginator(
                    r -> r.instanceArn(instance).accountId(account))
                .permissionSets()
                .stream()
                .distinct()
                .map(arn -> new PermissionSet(arn, nameOf(arn)))
                .filter(set -> set.name().equals(name))
                .collect(Collectors.toList()));
  }

  private String nameOf(String arn) {
    return center
        .describePermissionSet(r -> r.instanceArn(instance).permissionSetArn(arn))
        .permissionSet()
        .name();
  }

  @Override
  public boolean isProvisioned(PermissionSet set, String account) {
    return call(
        "list the permission sets of account " + account,
        () ->
            center
                .listPermissionSetsProvisionedToAccountPaginator(
                    r ->
                        r.instanceArn(instance)
                            .accountId(account)
                            .provisioningStatus(
                                ProvisioningStatus.LATEST_PERMISSION_SET_PROVISIONED))
                .permissionSets()
                .stream()
                .anyMatch(set.arn()::equals));
  }

  @Override
  public Optional<String> policy(PermissionSet set) {
    return call(
        "read the inline policy of permission set " + set.name(),
        () ->
            Optional.ofNullable(
                    center
                        .getInlinePolicyForPermissionSet(
                            r -> r.instanceArn(instance).permissionSetArn(set.arn()))
                        .inlinePolicy())
                .filter(policy -> !policy.isBlank()));
  }

  @Override
  public boolean putPolicy(PermissionSet set, String document) {
    return call(
        "put the inline policy of permission set " + set.name(),
        () -> {
          try {
            center.putInlinePolicyToPermissionSet(
                r -> r.instanceArn(instance).permissionSetArn(set.arn()).inlinePolicy(document));
            return true;
          } catch (ServiceQuotaExceededException e) {
            return false;
          }
        });
  }

  @Override
  public void deletePolicy(PermissionSet set) {
    call(
        "delete the inline policy of permission set " + set.name(),
        () ->
            center.deleteInlinePolicyFromPermissionSet(
                r -> r.instanceArn(instance).permissionSetArn(set.arn())));
  }

  @Override
  public Provisioning provision(PermissionSet set, String account) {
    return call(
        "provision permission set " + set.name() + " to account " + account,
        () ->
            provisioning(
                center
                    .provisionPermissionSet(
                        r ->
                            r.instanceArn(instance)
                                .permissionSetArn(set.arn())
                                .targetType(ProvisionTargetType.AWS_ACCOUNT)
                                .targetId(account))
                    .permissionSetProvisioningStatus()));
  }

  @Override
  public Provisioning provisioning(String id) {
    return call(
        "ask how far a provisioning is",
        () ->
            provisioning(
                center
                    .describePermissionSetProvisioningStatus(
                        r -> r.instanceArn(instance).provisionPermissionSetRequestId(id))
                    .permissionSetProvisioningStatus()));
  }

  /** A status of which this SDK knows nothing is looked at again. */
  private static Provisioning provisioning(PermissionSetProvisioningStatus status) {
    Progress progress =
        status.status() == StatusValues.SUCCEEDED
            ? Progress.SUCCEEDED
            : status.status() == StatusValues.FAILED ? Progress.FAILED : Progress.IN_PROGRESS;
    return new Provisioning(status.requestId(), progress, status.failureReason());
  }

  private static <T> T call(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsErrors.of(what, e);
    }
  }
}
