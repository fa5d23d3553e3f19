package dev.tokenresponder.gcp.iam;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudresourcemanager.v3.CloudResourceManager;
import com.google.api.services.cloudresourcemanager.v3.model.GetIamPolicyRequest;
import com.google.api.services.cloudresourcemanager.v3.model.GetPolicyOptions;
import com.google.api.services.cloudresourcemanager.v3.model.Policy;
import com.google.api.services.cloudresourcemanager.v3.model.SetIamPolicyRequest;
import com.google.api.services.iam.v1.Iam;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.gcp.GoogleErrors;
import java.io.IOException;

/**
 * The policies that Resource Manager and IAM keep. Read and written as version 3, without which
 * conditions would be lost (IAM, "Specifying a policy version when getting a policy"); written
 * without a mask, which leaves audit configurations as they are (Resource Manager REST reference,
 * "SetIamPolicy", {@code updateMask}).
 */
public final class SdkPolicies implements Policies {
  private static final int VERSION = 3;
  private static final JsonFactory JSON = GsonFactory.getDefaultInstance();
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private final CloudResourceManager resources;
  private final Iam iam;

  /**
   * Projects, folders and organizations through {@code resources}, accounts through {@code iam}.
   */
  public SdkPolicies(CloudResourceManager resources, Iam iam) {
    this.resources = resources;
    this.iam = iam;
  }

  @Override
  public PolicyDocument read(String of) {
    try {
      return document(of.contains("/serviceAccounts/") ? ofAccount(of) : ofResource(of));
    } catch (IOException e) {
      throw GoogleErrors.of("read the policy of " + of, e);
    }
  }

  @Override
  public boolean replace(String of, PolicyDocument policy) {
    try {
      if (of.contains("/serviceAccounts/")) {
        replaceOfAccount(of, json(policy));
      } else {
        replaceOfResource(of, json(policy));
      }
      return true;
    } catch (IOException e) {
      if (GoogleErrors.isConflict(e)) {
        return false;
      }
      throw GoogleErrors.of("write the policy of " + of, e);
    }
  }

  private String ofResource(String of) throws IOException {
    GetIamPolicyRequest request =
        new GetIamPolicyRequest()
            .setOptions(new GetPolicyOptions().setRequestedPolicyVersion(VERSION));
    return JSON.toString(
        switch (kind(of)) {
          case "projects" -> resources.projects().getIamPolicy(of, request).execute();
          case "folders" -> resources.folders().getIamPolicy(of, request).execute();
          case "organizations" -> resources.organizations().getIamPolicy(of, request).execute();
          default -> throw ActionException.permanent("there is no policy of " + of);
        });
  }

  private void replaceOfResource(String of, String policy) throws IOException {
    SetIamPolicyRequest request =
        new SetIamPolicyRequest().setPolicy(JSON.fromString(policy, Policy.class));
    switch (kind(of)) {
      case "projects" -> resources.projects().setIamPolicy(of, request).execute();
      case "folders" -> resources.folders().setIamPolicy(of, request).execute();
      case "organizations" -> resources.organizations().setIamPolicy(of, request).execute();
      default -> throw ActionException.permanent("there is no policy of " + of);
    }
  }

  private String ofAccount(String of) throws IOException {
    return JSON.toString(
        iam.projects()
            .serviceAccounts()
            .getIamPolicy(of)
            .setOptionsRequestedPolicyVersion(VERSION)
            .execute());
  }

  private void replaceOfAccount(String of, String policy) throws IOException {
    iam.projects()
        .serviceAccounts()
        .setIamPolicy(
            of,
            new com.google.api.services.iam.v1.model.SetIamPolicyRequest()
                .setPolicy(
                    JSON.fromString(policy, com.google.api.services.iam.v1.model.Policy.class)))
        .execute();
  }

  private static String kind(String of) {
    return of.substring(0, of.indexOf('/'));
  }

  /** As the API writes it; of what it may hold beside, nothing is known and nothing is written. */
  private static String json(PolicyDocument policy) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("version", VERSION);
    json.put("etag", policy.etag());
    json.set("bindings", MAPPER.valueToTree(policy.bindings()));
    return json.toString();
  }

  private static PolicyDocument document(String json) throws IOException {
    return MAPPER.readValue(json, PolicyDocument.class);
  }
}
