package dev.tokenresponder.gcp.doubles;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the next requests of a kind. */
public final class Faults {
  private final List<Fault> pending = new ArrayList<>();

  /** How a request goes wrong. */
  public enum Kind {
    /** It is answered with an error and not done. */
    REFUSED,
    /** It is done, and answered with an error all the same. */
    DONE_BUT_FAILED,
    /** The connection ends without an answer, and it is not done. */
    CUT,
    /** It is done, and the connection ends without an answer. */
    DONE_BUT_CUT
  }

  /** One request that goes wrong. */
  record Fault(String pathEnd, Kind kind, int status, String name) {
    boolean isFor(Call call) {
      return call.path().endsWith(pathEnd);
    }
  }

  /**
   * The next request whose path ends so goes wrong.
   *
   * @param status of the error answer; 429, 500, 503 and so on
   */
  public synchronized void next(String pathEnd, Kind kind, int status) {
    String name =
        switch (status) {
          case 403 -> "PERMISSION_DENIED";
          case 429 -> "RESOURCE_EXHAUSTED";
          case 503 -> "UNAVAILABLE";
          default -> "INTERNAL";
        };
    pending.add(new Fault(pathEnd, kind, status, name));
  }

  /** The fault for a request, which then is over; null when it goes well. */
  synchronized @Nullable Fault take(Call call) {
    for (Fault fault : pending) {
      if (fault.isFor(call)) {
        pending.remove(fault);
        return fault;
      }
    }
    return null;
  }
}
