package dev.tokenresponder.aws.iam;

/**
 * What a person can run, with the AWS CLI and jq: takes out the statement of one id, fails when
 * there is none, and deletes the policy with its last one.
 */
final class UndoCommand {

  private UndoCommand() {}

  /**
   * @param read prints the document
   * @param put writes the document that is its next argument
   */
  static String of(String read, String sid, String delete, String put) {
    return "left=$("
        + read
        + " | jq -ce 'if any(.Statement[]; .Sid == \""
        + sid
        + "\") then .Statement |= map(select(.Sid != \""
        + sid
        + "\")) else error(\"no such statement\") end') && if [ \"$(printf %s \"$left\" | jq"
        + " '.Statement | length')\" = 0 ]; then "
        + delete
        + "; else "
        + put
        + " \"$left\"; fi";
  }
}
