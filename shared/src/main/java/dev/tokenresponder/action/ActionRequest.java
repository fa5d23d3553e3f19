package dev.tokenresponder.action;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message that asks for one action; its JSON form is described in {@code
 * docs/action-request.schema.json}.
 *
 * @param incident the incident it belongs to
 * @param action a name of the {@link Catalogue}
 * @param target what is acted on, as a person would name it
 * @param account the account that the target is in
 * @param arguments what the handler needs; keys are those of {@link Arguments}
 * @param mode what policy decided
 * @param reason why
 * @param evidence what was seen: redacted, short, safe to show
 * @param requestedAt when it was decided
 * @param attempt counted from 1
 */
public record ActionRequest(
    String incident,
    String action,
    String target,
    @Nullable String account,
    Map<String, String> arguments,
    Disposition mode,
    String reason,
    Map<String, String> evidence,
    Instant requestedAt,
    int attempt) {

  public ActionRequest {
    arguments = Map.copyOf(arguments);
    evidence = Map.copyOf(evidence);
  }

  /**
   * What makes it the same action when it is asked for again: incident, action, target, and the
   * occasion, where there is one.
   */
  public ActionKey key() {
    String occasion = arguments.get(Arguments.OCCASION);
    return new ActionKey(incident, action, occasion == null ? target : target + "#" + occasion);
  }

  /** The same request, asked for so many times. */
  public ActionRequest attempted(int times) {
    return new ActionRequest(
        incident, action, target, account, arguments, mode, reason, evidence, requestedAt, times);
  }

  /** The same request with other arguments. */
  public ActionRequest with(Map<String, String> others) {
    return new ActionRequest(
        incident, action, target, account, others, mode, reason, evidence, requestedAt, attempt);
  }

  /**
   * An argument that the action cannot do without.
   *
   * @throws ActionException as permanent when it is missing
   */
  public String argument(String name) {
    String value = arguments.get(name);
    if (value == null) {
      throw ActionException.permanent("the request for " + action + " lacks '" + name + "'");
    }
    return value;
  }
}
