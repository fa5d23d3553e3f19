package dev.tokenresponder.aws.iam;

/** An IAM role or user of the account at hand, by kind and name. */
public record Identity(Kind kind, String name) {

  /** What has inline policies. */
  public enum Kind {
    ROLE,
    USER
  }

  /** The role of that name. */
  public static Identity role(String name) {
    return new Identity(Kind.ROLE, name);
  }

  /** The user of that name. */
  public static Identity user(String name) {
    return new Identity(Kind.USER, name);
  }

  @Override
  public String toString() {
    return (kind == Kind.ROLE ? "role " : "user ") + name;
  }
}
