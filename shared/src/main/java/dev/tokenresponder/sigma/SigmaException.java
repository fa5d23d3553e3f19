package dev.tokenresponder.sigma;

/** A rule file cannot be used; the message names file, line, column and reason. */
public final class SigmaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SigmaProblem problem;

  /** For the one problem that stopped the reading. */
  public SigmaException(SigmaProblem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** What is wrong, and where. */
  public SigmaProblem problem() {
    return problem;
  }
}
