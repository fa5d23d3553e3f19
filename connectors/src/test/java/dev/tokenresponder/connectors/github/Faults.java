package dev.tokenresponder.connectors.github;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What goes wrong with the next requests of a kind. */
final class Faults {
  private final List<Fault> pending = new ArrayList<>();

  /**
   * One request that goes wrong.
   *
   * @param done whether it is done all the same
   * @param status of the error answer; 0 when the connection ends without one
   */
  record Fault(
      String method,
      String pathPart,
      boolean done,
      int status,
      String body,
      Map<String, String> headers) {}

  synchronized void refuse(String method, String pathPart, int status, int times) {
    for (int i = 0; i < times; i++) {
      pending.add(
          new Fault(method, pathPart, false, status, "{\"message\":\"Server Error\"}", Map.of()));
    }
  }

  synchronized void answer(
      String method, String pathPart, int status, String body, Map<String, String> headers) {
    pending.add(new Fault(method, pathPart, false, status, body, headers));
  }

  /** The change is made, the answer is lost. */
  synchronized void cutAfter(String method, String pathPart, int times) {
    for (int i = 0; i < times; i++) {
      pending.add(new Fault(method, pathPart, true, 0, "", Map.of()));
    }
  }

  synchronized Optional<Fault> take(Call call) {
    for (Fault fault : pending) {
      if (fault.method().equals(call.method()) && call.path().contains(fault.pathPart())) {
        pending.remove(fault);
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
