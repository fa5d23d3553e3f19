package dev.tokenresponder.gcp.function;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.gcp.messaging.DeadLetters;
import dev.tokenresponder.respond.JsonLog;
import dev.tokenresponder.respond.MalformedEventException;
import java.io.IOException;

/**
 * Takes what Pub/Sub pushes, by itself or through Eventarc, which wraps the same body in a
 * CloudEvent. The answer tells Pub/Sub what becomes of the message (Pub/Sub, "Push subscriptions"):
 * 204 ends it; anything else has it delivered again.
 *
 * <ul>
 *   <li>401: the token does not prove that it is the subscription; nothing is read.
 *   <li>405: not a POST.
 *   <li>204: handled; or nothing can be made of it, and it is among the dead letters.
 *   <li>503: it must be delivered again. A permission that lacks may be given meanwhile; what fails
 *       again and again the subscription itself takes to its dead letters.
 * </ul>
 */
final class PushEndpoint {
  private final PushVerifier verifier;
  private final DeadLetters deadLetters;
  private final Delivery delivery;

  /** Handles the body of one push. */
  @FunctionalInterface
  interface Delivery {
    /**
     * Handles it.
     *
     * @throws MalformedEventException when nothing can be made of it, ever
     */
    void handle(byte[] body);
  }

  PushEndpoint(PushVerifier verifier, DeadLetters deadLetters, Delivery delivery) {
    this.verifier = verifier;
    this.deadLetters = deadLetters;
    this.delivery = delivery;
  }

  void service(HttpRequest request, HttpResponse response) throws IOException {
    try {
      response.setStatusCode(handle(request));
    } catch (RuntimeException e) {
      JsonLog.error("to be delivered again", e);
      response.setStatusCode(503);
    }
  }

  private int handle(HttpRequest request) throws IOException {
    if (!"POST".equals(request.getMethod())) {
      return 405;
    }
    if (!verifier.accepts(request.getFirstHeader("Authorization").orElse(null))) {
      JsonLog.info("refused: the push does not prove where it comes from");
      return 401;
    }
    byte[] body = request.getInputStream().readNBytes(Json.MOST_BYTES + 1);
    try {
      delivery.handle(body);
    } catch (MalformedEventException e) {
      JsonLog.error("nothing can be made of a message; it goes to the dead letters", e);
      deadLetters.keep(body, String.valueOf(e.getMessage()));
    }
    return 204;
  }
}
