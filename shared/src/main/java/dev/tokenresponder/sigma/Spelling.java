package dev.tokenresponder.sigma;

/** Slips of the keyboard. */
final class Spelling {
  private static final int SHORTEST = 4;

  private Spelling() {}

  /** Whether one letter was left out, added, changed or swapped with its neighbour. */
  static boolean isSlip(String written, String meant) {
    int difference = written.length() - meant.length();
    if (written.equals(meant) || Math.abs(difference) > 1 || meant.length() < SHORTEST) {
      return false;
    }
    int same = 0;
    while (same < Math.min(written.length(), meant.length())
        && written.charAt(same) == meant.charAt(same)) {
      same++;
    }
    if (difference == 1) {
      return written.substring(same + 1).equals(meant.substring(same));
    }
    if (difference == -1) {
      return written.substring(same).equals(meant.substring(same + 1));
    }
    return written.substring(same + 1).equals(meant.substring(same + 1))
        || same + 1 < meant.length()
            && written.charAt(same) == meant.charAt(same + 1)
            && written.charAt(same + 1) == meant.charAt(same)
            && written.substring(same + 2).equals(meant.substring(same + 2));
  }
}
