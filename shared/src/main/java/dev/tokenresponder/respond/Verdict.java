package dev.tokenresponder.respond;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person says through a link. */
public enum Verdict {
  /** Do what waits. */
  APPROVE(Question.DECIDE, "approved by a person through a link"),
  /** Leave what waits undone. */
  REJECT(Question.DECIDE, "rejected by a person through a link"),
  /** Take back what was done. */
  UNDO(Question.UNDO, "to be taken back, said a person through a link");

  private static final String BEGUN = "; not known to have been passed on";

  private final Question question;
  private final String sentence;

  Verdict(Question question, String sentence) {
    this.question = question;
    this.sentence = sentence;
  }

  /** What a person is asked about an action. */
  public enum Question {
    /** Whether to do it. */
    DECIDE,
    /** Whether to take it back. */
    UNDO;

    /** The spelling in links and records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The question of that spelling. */
    public static Optional<Question> of(String label) {
      return Arrays.stream(values()).filter(question -> question.label().equals(label)).findFirst();
    }
  }

  /** What it answers. */
  public Question question() {
    return question;
  }

  /** The spelling in forms and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The verdict of that spelling. */
  public static Optional<Verdict> of(String label) {
    return Arrays.stream(values()).filter(verdict -> verdict.label().equals(label)).findFirst();
  }

  /** How it stands in the incident. */
  String sentence() {
    return sentence;
  }

  /** How it stands there until the message about it is on the bus. */
  String begun() {
    return sentence + BEGUN;
  }

  /** Whether an outcome's reason says so. */
  boolean isIn(String reason) {
    return reason.equals(sentence) || reason.equals(begun());
  }
}
