package dev.tokenresponder.aws.iam;

import dev.tokenresponder.aws.AwsErrors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;

/** IAM through the AWS SDK. */
public final class SdkIam implements Iam {
  private final IamClient iam;
  private final Supplier<String> account;

  /**
   * @param account the account that the client's credentials belong to
   */
  public SdkIam(IamClient iam, Supplier<String> account) {
    this.iam = iam;
    this.account = account;
  }

  @Override
  public String account() {
    return account.get();
  }

  @Override
  public Optional<Role> role(String name) {
    return find(
        "read role " + name,
        () -> {
          var role = iam.getRole(request -> request.roleName(name)).role();
          return new Role(role.roleName(), role.roleId(), role.arn(), role.path());
        });
  }

  @Override
  public Optional<User> user(String name) {
    return find(
        "read user " + name,
        () -> {
          var user = iam.getUser(request -> request.userName(name)).user();
          return new User(user.userName(), user.userId(), user.arn());
        });
  }

  @Override
  public Optional<String> policy(Identity identity, String policyName) {
    return find(
        "read the policies of " + identity,
        () ->
            URLDecoder.decode(
                switch (identity.kind()) {
                  case ROLE ->
                      iam.getRolePolicy(r -> r.roleName(identity.name()).policyName(policyName))
                          .policyDocument();
                  case USER ->
                      iam.getUserPolicy(r -> r.userName(identity.name()).policyName(policyName))
                          .policyDocument();
                },
                StandardCharsets.UTF_8));
  }

  @Override
  public boolean putPolicy(Identity identity, String policyName, String document) {
    return call(
        "put a policy on " + identity,
        () -> {
          try {
            write(identity, policyName, document);
            return true;
          } catch (LimitExceededException e) {
            return false;
          }
        });
  }

  private void write(Identity identity, String policyName, String document) {
    switch (identity.kind()) {
      case ROLE ->
          iam.putRolePolicy(
              r -> r.roleName(identity.name()).policyName(policyName).policyDocument(document));
      case USER ->
          iam.putUserPolicy(
              r -> r.userName(identity.name()).policyName(policyName).policyDocument(document));
    }
  }

  @Override
  public void deletePolicy(Identity identity, String policyName) {
    find(
        "delete a policy of " + identity,
        () ->
            switch (identity.kind()) {
              case ROLE ->
                  iam.deleteRolePolicy(r -> r.roleName(identity.name()).policyName(policyName));
              case USER ->
                  iam.deleteUserPolicy(r -> r.userName(identity.name()).policyName(policyName));
            });
  }

  @Override
  public Optional<String> userOfKey(String accessKeyId) {
    return find(
        "find the user of key " + accessKeyId,
        () -> iam.getAccessKeyLastUsed(r -> r.accessKeyId(accessKeyId)).userName());
  }

  @Override
  public Optional<Boolean> keyIsActive(String user, String accessKeyId) {
    return find(
            "list the keys of user " + user,
            () ->
                iam.listAccessKeysPaginator(r -> r.userName(user)).accessKeyMetadata().stream()
                    .filter(key -> accessKeyId.equals(key.accessKeyId()))
                    .map(AccessKeyMetadata::status)
                    .map(StatusType.ACTIVE::equals)
                    .collect(Collectors.toList()))
        .flatMap(found -> found.stream().findFirst());
  }

  @Override
  public void disableKey(String user, String accessKeyId) {
    update("disable key ", user, accessKeyId, StatusType.INACTIVE);
  }

  @Override
  public void enableKey(String user, String accessKeyId) {
    update("enable key ", user, accessKeyId, StatusType.ACTIVE);
  }

  private void update(String what, String user, String accessKeyId, StatusType status) {
    call(
        what + accessKeyId,
        () -> iam.updateAccessKey(r -> r.userName(user).accessKeyId(accessKeyId).status(status)));
  }

  @Override
  public Map<String, String> tags(Identity identity) {
    return call(
            "read the tags of " + identity,
            () ->
                switch (identity.kind()) {
                  case ROLE ->
                      iam.listRoleTagsPaginator(r -> r.roleName(identity.name())).tags().stream()
                          .toList();
                  case USER ->
                      iam.listUserTagsPaginator(r -> r.userName(identity.name())).tags().stream()
                          .toList();
                })
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> one));
  }

  private static <T> Optional<T> find(String what, Supplier<T> call) {
    try {
      return Optional.ofNullable(call.get());
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.of(what, e);
    }
  }

  private static <T> T call(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsErrors.of(what, e);
    }
  }
}
