package dev.tokenresponder.aws.iam;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A policy that the responder's statements stand in; its text names it in messages. */
interface PolicyPlace {

  /** What has the policy, for messages. */
  String holder();

  /** The document; empty when there is none. */
  Optional<String> read();

  /**
   * Writes the document.
   *
   * @return whether there was room; when not, nothing was written
   */
  boolean put(String document);

  /** Deletes the policy, if it is there. */
  void delete();

  /** The characters that it may have at most, white space not counted. */
  int limit();

  /** How long the sessions live at most that are denied in it. */
  Duration life();

  /** Whether others' statements stand in it too, which then stay as they are. */
  boolean isShared();

  /** What a person can run to take out the statement of that id, and nothing else. */
  String undoCommand(String sid);

  /** How to find it again. */
  Map<String, String> undoData();
}
