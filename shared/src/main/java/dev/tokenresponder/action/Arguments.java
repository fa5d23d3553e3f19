package dev.tokenresponder.action;

/** The keys of an action's arguments. */
public final class Arguments {
  /** The ARN of the role that is changed; its path may be missing. */
  public static final String ROLE = "role";

  /** {@code AROA…:session-name}. */
  public static final String SESSION = "session";

  /** The name of the IAM user that is changed; absent when the record did not tell. */
  public static final String USER = "user";

  /** The provider's id of that user: {@code AIDA…}, {@code 00u…}; where the record told. */
  public static final String USER_ID = "user_id";

  /** {@code AKIA…}. */
  public static final String ACCESS_KEY = "access_key_id";

  /** ISO 8601: when the credential was seen in use, by the source's clock. */
  public static final String SEEN_AT = "seen_at";

  /** ISO 8601: when the session was issued, where the record told. */
  public static final String ISSUED_AT = "issued_at";

  /** ISO 8601: sessions issued before this instant are revoked. */
  public static final String ISSUED_BEFORE = "issued_before";

  /** The e-mail address of a Google Cloud service account. */
  public static final String SERVICE_ACCOUNT = "service_account";

  /** The id of a service account's key, or of an API token. */
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

  /** The e-mail address of a person in Google Workspace. */
  public static final String PERSON = "person";

  /** The OAuth client id of an application. */
  public static final String CLIENT_ID = "client_id";

  /** The full name of the principal that the credential speaks for. */
  public static final String PRINCIPAL = "principal";

  /**
   * What makes a request about the same target another action: for containment the ten minutes in
   * which the credential was seen, so that later use is looked at again; for a notification what it
   * tells of.
   */
  public static final String OCCASION = "occasion";

  /** How many containment actions were asked for beside a notification. */
  public static final String CONTAINMENT = "containment_actions";

  private Arguments() {}
}
