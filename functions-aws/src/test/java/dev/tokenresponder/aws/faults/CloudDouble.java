package dev.tokenresponder.aws.faults;

import dev.tokenresponder.aws.iam.Denial;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/** IAM in memory, below the SDK's interface. Notes every write that got through. */
final class CloudDouble implements IamClient {
  static final String ACCOUNT = "111122223333";

  private final Steps steps;
  private final Map<String, String> roles = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, String> users = new HashMap<>();
  private final Map<String, String> policies = new HashMap<>();
  private final List<String> writes = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();

  CloudDouble(Steps steps) {
    this.steps = steps;
  }

  synchronized void addRole(String name, String id) {
    roles.put(name, id);
  }

  synchronized void addUser(String name, String key) {
    users.put(key, name);
    keys.put(key, "Active");
  }

  /** The writes that got through, as {@code <operation> <name>}. */
  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  /** Those of them that left something other than there was. */
  synchronized List<String> changes() {
    return List.copyOf(changes);
  }

  /** Whether the session of a role can do nothing any more. */
  synchronized boolean denies(String role, String session, Instant issuedAt) {
    return policies.entrySet().stream()
        .filter(policy -> policy.getKey().startsWith("role " + role + "/"))
        .anyMatch(policy -> Denial.holds(policy.getValue(), session, issuedAt));
  }

  /** The responder's policy on a role or user, {@code role <name>} or {@code user <name>}. */
  synchronized String policyOn(String identity) {
    return policies.getOrDefault(identity + "/TokenResponder", "{}");
  }

  /** What an attacker with the right to do so does. */
  synchronized void removePoliciesOf(String role) {
    policies.keySet().removeIf(policy -> policy.startsWith("role " + role + "/"));
  }

  @Override
  public GetRoleResponse getRole(GetRoleRequest request) {
    return call(
        "GetRole",
        () -> {
          String name = request.roleName();
          String id = there(roles.get(name));
          String arn = "arn:aws:iam::" + ACCOUNT + ":role/" + name;
          return GetRoleResponse.builder()
              .role(r -> r.roleName(name).roleId(id).path("/").arn(arn))
              .build();
        });
  }

  @Override
  public GetUserResponse getUser(GetUserRequest request) {
    return call(
        "GetUser",
        () -> {
          String name = request.userName();
          there(users.containsValue(name) ? name : null);
          String arn = "arn:aws:iam::" + ACCOUNT + ":user/" + name;
          return GetUserResponse.builder()
              .user(u -> u.userName(name).userId("AIDA" + name).path("/").arn(arn))
              .build();
        });
  }

  @Override
  public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
    return call(
        "GetRolePolicy",
        () ->
            GetRolePolicyResponse.builder()
                .policyDocument(read("role " + request.roleName() + "/" + request.policyName()))
                .build());
  }

  @Override
  public GetUserPolicyResponse getUserPolicy(GetUserPolicyRequest request) {
    return call(
        "GetUserPolicy",
        () ->
            GetUserPolicyResponse.builder()
                .policyDocument(read("user " + request.userName() + "/" + request.policyName()))
                .build());
  }

  private String read(String policy) {
    return URLEncoder.encode(there(policies.get(policy)), StandardCharsets.UTF_8);
  }

  @Override
  public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
    return call(
        "PutRolePolicy",
        () -> {
          String policy = "role " + request.roleName() + "/" + request.policyName();
          write("PutRolePolicy " + request.roleName(), policies, policy, request.policyDocument());
          return PutRolePolicyResponse.builder().build();
        });
  }

  @Override
  public PutUserPolicyResponse putUserPolicy(PutUserPolicyRequest request) {
    return call(
        "PutUserPolicy",
        () -> {
          String policy = "user " + request.userName() + "/" + request.policyName();
          write("PutUserPolicy " + request.userName(), policies, policy, request.policyDocument());
          return PutUserPolicyResponse.builder().build();
        });
  }

  @Override
  public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
    return call(
        "DeleteRolePolicy",
        () -> {
          String policy = "role " + request.roleName() + "/" + request.policyName();
          write("DeleteRolePolicy " + request.roleName(), policies, policy, null);
          return DeleteRolePolicyResponse.builder().build();
        });
  }

  @Override
  public DeleteUserPolicyResponse deleteUserPolicy(DeleteUserPolicyRequest request) {
    return call(
        "DeleteUserPolicy",
        () -> {
          String policy = "user " + request.userName() + "/" + request.policyName();
          write("DeleteUserPolicy " + request.userName(), policies, policy, null);
          return DeleteUserPolicyResponse.builder().build();
        });
  }

  @Override
  public GetAccessKeyLastUsedResponse getAccessKeyLastUsed(GetAccessKeyLastUsedRequest request) {
    return call(
        "GetAccessKeyLastUsed",
        () ->
            GetAccessKeyLastUsedResponse.builder()
                .userName(there(users.get(request.accessKeyId())))
                .build());
  }

  @Override
  public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
    return call(
        "ListAccessKeys",
        () ->
            ListAccessKeysResponse.builder()
                .accessKeyMetadata(
                    users.entrySet().stream()
                        .filter(user -> user.getValue().equals(request.userName()))
                        .map(user -> metadata(user.getKey()))
                        .toList())
                .isTruncated(false)
                .build());
  }

  private AccessKeyMetadata metadata(String key) {
    return AccessKeyMetadata.builder().accessKeyId(key).status(keys.get(key)).build();
  }

  @Override
  public UpdateAccessKeyResponse updateAccessKey(UpdateAccessKeyRequest request) {
    return call(
        "UpdateAccessKey",
        () -> {
          String key = request.accessKeyId();
          write("UpdateAccessKey " + key, keys, key, request.statusAsString());
          return UpdateAccessKeyResponse.builder().build();
        });
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // nothing is open
  }

  private <T> T call(String operation, Supplier<T> call) {
    return steps.take(
        "iam " + operation,
        () -> {
          synchronized (this) {
            return call.get();
          }
        });
  }

  private void write(String what, Map<String, String> where, String name, @Nullable String value) {
    writes.add(what);
    @Nullable String before = value == null ? where.remove(name) : where.put(name, value);
    if (!Objects.equals(before, value)) {
      changes.add(what);
    }
  }

  private static String there(@Nullable String value) {
    if (value == null) {
      throw NoSuchEntityException.builder().message("it is not there").statusCode(404).build();
    }
    return value;
  }
}
