package dev.tokenresponder.gcp.iam;

import com.google.api.services.cloudresourcemanager.v3.CloudResourceManager;
import com.google.api.services.cloudresourcemanager.v3.model.GetIamPolicyRequest;
import com.google.api.services.cloudresourcemanager.v3.model.GetPolicyOptions;
import com.google.api.services.cloudresourcemanager.v3.model.SetIamPolicyRequest;
import com.google.api.services.iam.v1.Iam;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.gcp.GoogleErrors;
import dev.tokenresponder.gcp.iam.PolicyDocument.Binding;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The policies that Resource Manager and IAM keep. Read and written as version 3, without which
 * conditions would be lost (IAM, "Specifying a policy version when getting a policy"); written
 * without a mask, which leaves audit configurations as they are (Resource Manager REST reference,
 * "SetIamPolicy", {@code updateMask}).
 */
public final class SdkPolicies implements Policies {
  private static final int VERSION = 3;

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
      return of.contains("/serviceAccounts/") ? ofAccount(of) : ofResource(of);
    } catch (IOException e) {
      throw GoogleErrors.of("read the policy of " + of, e);
    }
  }

  @Override
  public boolean replace(String of, PolicyDocument policy) {
    try {
      if (of.contains("/serviceAccounts/")) {
        replaceOfAccount(of, policy);
      } else {
        replaceOfResource(of, policy);
      }
      return true;
    } catch (IOException e) {
      if (GoogleErrors.isConflict(e)) {
        return false;
      }
      throw GoogleErrors.of("write the policy of " + of, e);
    }
  }

  private PolicyDocument ofResource(String of) throws IOException {
    GetIamPolicyRequest request =
        new GetIamPolicyRequest()
            .setOptions(new GetPolicyOptions().setRequestedPolicyVersion(VERSION));
    var policy =
        switch (kind(of)) {
          case "projects" -> resources.projects().getIamPolicy(of, request).execute();
          case "folders" -> resources.folders().getIamPolicy(of, request).execute();
          case "organizations" -> resources.organizations().getIamPolicy(of, request).execute();
          default -> throw ActionException.permanent("there is no policy of " + of);
        };
    List<Binding> bindings = new ArrayList<>();
    for (var b : orNone(policy.getBindings())) {
      var c = b.getCondition();
      bindings.add(
          new Binding(
              b.getRole(),
              orNone(b.getMembers()),
              c == null
                  ? null
                  : new Condition(
                      c.getTitle(), c.getDescription(), c.getExpression(), c.getLocation())));
    }
    return new PolicyDocument(policy.getEtag(), bindings);
  }

  private void replaceOfResource(String of, PolicyDocument policy) throws IOException {
    List<com.google.api.services.cloudresourcemanager.v3.model.Binding> bindings =
        new ArrayList<>();
    for (Binding b : policy.bindings()) {
      var c = b.condition();
      bindings.add(
          new com.google.api.services.cloudresourcemanager.v3.model.Binding()
              .setRole(b.role())
              .setMembers(b.members())
              .setCondition(
                  c == null
                      ? null
                      : new com.google.api.services.cloudresourcemanager.v3.model.Expr()
                          .setTitle(c.title())
                          .setDescription(c.description())
                          .setExpression(c.expression())
                          .setLocation(c.location())));
    }
    SetIamPolicyRequest request =
        new SetIamPolicyRequest()
            .setPolicy(
                new com.google.api.services.cloudresourcemanager.v3.model.Policy()
                    .setVersion(VERSION)
                    .setEtag(policy.etag())
                    .setBindings(bindings));
    switch (kind(of)) {
      case "projects" -> resources.projects().setIamPolicy(of, request).execute();
      case "folders" -> resources.folders().setIamPolicy(of, request).execute();
      case "organizations" -> resources.organizations().setIamPolicy(of, request).execute();
      default -> throw ActionException.permanent("there is no policy of " + of);
    }
  }

  private PolicyDocument ofAccount(String of) throws IOException {
    var policy =
        iam.projects()
            .serviceAccounts()
            .getIamPolicy(of)
            .setOptionsRequestedPolicyVersion(VERSION)
            .execute();
    List<Binding> bindings = new ArrayList<>();
    for (var b : orNone(policy.getBindings())) {
      var c = b.getCondition();
      bindings.add(
          new Binding(
              b.getRole(),
              orNone(b.getMembers()),
              c == null
                  ? null
                  : new Condition(
                      c.getTitle(), c.getDescription(), c.getExpression(), c.getLocation())));
    }
    return new PolicyDocument(policy.getEtag(), bindings);
  }

  private void replaceOfAccount(String of, PolicyDocument policy) throws IOException {
    List<com.google.api.services.iam.v1.model.Binding> bindings = new ArrayList<>();
    for (Binding b : policy.bindings()) {
      var c = b.condition();
      bindings.add(
          new com.google.api.services.iam.v1.model.Binding()
              .setRole(b.role())
              .setMembers(b.members())
              .setCondition(
                  c == null
                      ? null
                      : new com.google.api.services.iam.v1.model.Expr()
                          .setTitle(c.title())
                          .setDescription(c.description())
                          .setExpression(c.expression())
                          .setLocation(c.location())));
    }
    iam.projects()
        .serviceAccounts()
        .setIamPolicy(
            of,
            new com.google.api.services.iam.v1.model.SetIamPolicyRequest()
                .setPolicy(
                    new com.google.api.services.iam.v1.model.Policy()
                        .setVersion(VERSION)
                        .setEtag(policy.etag())
                        .setBindings(bindings)))
        .execute();
  }

  private static String kind(String of) {
    return of.substring(0, of.indexOf('/'));
  }

  private static <T> List<T> orNone(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
