package dev.tokenresponder.sigma.engine;

/** A detection whose leaves are numbered demands, so that each is answered once for all rules. */
sealed interface Check {

  boolean holds(Answers answers);

  /** One demand on one field, or a keyword. */
  record Leaf(int demand) implements Check {
    @Override
    public boolean holds(Answers answers) {
      return answers.isMet(demand);
    }
  }

  /** Every part holds. */
  record All(Check[] parts) implements Check {
    @Override
    public boolean holds(Answers answers) {
      for (Check part : parts) {
        if (!part.holds(answers)) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one part holds. */
  record Any(Check[] parts) implements Check {
    @Override
    public boolean holds(Answers answers) {
      for (Check part : parts) {
        if (part.holds(answers)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The part does not hold. */
  record Not(Check part) implements Check {
    @Override
    public boolean holds(Answers answers) {
      return !part.holds(answers);
    }
  }
}
