package dev.tokenresponder.action;

/** The keys of an action's arguments. */
public final class Arguments {
  /** The ARN of the role that is changed; its path may be missing. */
  public static final String ROLE = "role";

  /** The id of the role whose sessions are meant, {@code AROA…}. */
  public static final String ROLE_ID = "role_id";

  /** {@code AROA…:session-name}. */
  public static final String SESSION = "session";

  /** The name of the IAM user that is changed; absent when the record did not tell. */
  public static final String USER = "user";

  /**
   * The provider's id of that user, of the holder of a token or of whoever installed an
   * application: {@code AIDA…}, {@code 00u…}; where the record told.
   */
  public static final String USER_ID = "user_id";

  /** The name of a permission set of AWS IAM Identity Center. */
  public static final String PERMISSION_SET = "permission_set";

  /** The identity store that {@link #USER_ID} is from, {@code d-…}; where the record told. */
  public static final String IDENTITY_STORE = "identity_store";

  /** {@code AKIA…}. */
  public static final String ACCESS_KEY = "access_key_id";

  /** ISO 8601: when the credential was seen in use, by the source's clock. */
  public static final String SEEN_AT = "seen_at";

  /** ISO 8601: when the session was issued, where the record told. */
  public static final String ISSUED_AT = "issued_at";

  /** ISO 8601: sessions issued before this instant are revoked. */
  public static final String ISSUED_BEFORE = "issued_before";

  /**
   * The e-mail address of a Google Cloud service account; {@code namespace/name} of a Kubernetes
   * one.
   */
  public static final String SERVICE_ACCOUNT = "service_account";

  /**
   * The id of a service account's key, of an application's credential in Entra, or of an API token.
   */
  public static final String KEY_ID = "key_id";

  /**
   * Whose IAM policy is changed: {@code projects/P}, {@code folders/F}, {@code organizations/O} or
   * {@code projects/P/serviceAccounts/E}.
   */
  public static final String POLICY_OF = "policy_of";

  /** The role that a member loses, for example {@code roles/owner}. */
  public static final String GRANTED_ROLE = "granted_role";

  /** The member, as IAM policies spell it. */
  public static final String MEMBER = "member";

  /** The title of the condition under which the member holds the role; absent when always. */
  public static final String CONDITION_TITLE = "condition_title";

  /** The expression of that condition. */
  public static final String CONDITION_EXPRESSION = "condition_expression";

  /** The account, project or mail domain of that member, where it is known. */
  public static final String MEMBER_ACCOUNT = "member_account";

  /** Whoever gave the role or permission, or made the secret: an address, or an id in Entra. */
  public static final String GIVEN_BY = "given_by";

  /** The e-mail address of a person in Google Workspace. */
  /**
   * The e-mail address of a person in Google Workspace; the object id or user principal name of a
   * person in Entra.
   */
  public static final String PERSON = "person";

  /** There when the record does not name that person, who is taken to be whoever acted. */
  public static final String PERSON_ASSUMED = "person_assumed";

  /** The object id in Entra of a service principal or an application. */
  public static final String DIRECTORY_OBJECT = "directory_object";

  /** The OAuth client id of an application. */
  public static final String CLIENT_ID = "client_id";

  /** The name of a user of GitHub. */
  public static final String LOGIN = "login";

  /** The id of a token of GitHub's, as its audit log tells it. */
  public static final String TOKEN_ID = "token_id";

  /** A repository of GitHub's: {@code owner/name}. */
  public static final String REPOSITORY = "repository";

  /** The fingerprint of a public key: {@code SHA256:…}. */
  public static final String FINGERPRINT = "fingerprint";

  /** The Kubernetes cluster that the record names; absent when it names none. */
  public static final String CLUSTER = "cluster";

  /** The namespace in the cluster. */
  public static final String NAMESPACE = "namespace";

  /** The name of the pod. */
  public static final String POD = "pod";

  /** The UID of the pod, by which a later pod of the same name is told apart. */
  public static final String POD_UID = "pod_uid";

  /** The name of the secret. */
  public static final String SECRET = "secret";

  /** The name of the RoleBinding, or without {@link #NAMESPACE} of the ClusterRoleBinding. */
  public static final String BINDING = "binding";

  /** {@code Kind:name} or {@code Kind:namespace/name} of one subject of that binding. */
  public static final String BINDING_SUBJECT = "binding_subject";

  /** The full name of the principal that the credential speaks for. */
  public static final String PRINCIPAL = "principal";

  /**
   * What makes a request about the same target another action: for containment the ten minutes in
   * which the credential was seen, so that later use is looked at again; for a notification what it
   * tells of.
   */
  public static final String OCCASION = "occasion";

  /** The account or project in which something happened, whoever did it. */
  public static final String PLACE = "place";

  /** How many containment actions were asked for beside a notification. */
  public static final String CONTAINMENT = "containment_actions";

  private Arguments() {}
}
