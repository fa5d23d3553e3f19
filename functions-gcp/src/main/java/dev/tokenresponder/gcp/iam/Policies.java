package dev.tokenresponder.gcp.iam;

/**
 * IAM policies of projects, folders, organizations and service accounts. Every method throws an
 * {@link dev.tokenresponder.action.ActionException} when Google cannot be asked or refuses.
 */
public interface Policies {

  /**
   * Reads a policy with its conditions.
   *
   * @param of {@code projects/P}, {@code folders/F}, {@code organizations/O} or {@code
   *     projects/P/serviceAccounts/E}
   */
  PolicyDocument read(String of);

  /**
   * Writes a policy, if nobody has changed it since it was read.
   *
   * @return false when somebody has; then nothing is written
   */
  boolean replace(String of, PolicyDocument policy);
}
