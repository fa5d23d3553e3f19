package dev.tokenresponder.aws.iam;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The responder's inline policy on a role or user. All inline policies of a role together may have
 * 10,240 characters and those of a user 2,048 (IAM User Guide, "IAM and AWS STS quotas"). Sessions
 * of a role live 12 hours at most, those of a user 36 (STS API reference, AssumeRole and
 * GetSessionToken).
 */
record OwnPolicy(Iam iam, Identity identity) implements PolicyPlace {
  static final String NAME = "TokenResponder";

  @Override
  public String holder() {
    return identity.toString();
  }

  @Override
  public Optional<String> read() {
    return iam.policy(identity, NAME);
  }

  @Override
  public boolean put(String document) {
    return iam.putPolicy(identity, NAME, document);
  }

  @Override
  public void delete() {
    iam.deletePolicy(identity, NAME);
  }

  @Override
  public int limit() {
    return switch (identity.kind()) {
      case ROLE -> 10_240;
      case USER -> 2_048;
    };
  }

  @Override
  public Duration life() {
    return switch (identity.kind()) {
      case ROLE -> Duration.ofHours(12);
      case USER -> Duration.ofHours(36);
    };
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public String undoCommand(String sid) {
    String kind =
        switch (identity.kind()) {
          case ROLE -> "role";
          case USER -> "user";
        };
    String on =
        "-" + kind + "-policy --" + kind + "-name " + identity.name() + " --policy-name " + NAME;
    return UndoCommand.of(
        "aws iam get" + on + " --query PolicyDocument --output json",
        sid,
        "aws iam delete" + on,
        "aws iam put" + on + " --policy-document");
  }

  @Override
  public Map<String, String> undoData() {
    return Map.of(
        "account",
        iam.account(),
        "kind",
        identity.kind().name(),
        "name",
        identity.name(),
        "policy",
        NAME);
  }

  @Override
  public String toString() {
    return "policy " + NAME + " on " + identity;
  }
}
