package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.action.ActionException;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Sorts what a mail server answers: replies of 500 and above (RFC 5321, 4.2.1) are permanent, all
 * else may pass. Says reply codes only, never what the server wrote, and keeps no cause, for both
 * may hold what was sent to it.
 */
final class MailFailures {
  private static final int PERMANENT = 500;

  private MailFailures() {}

  /**
   * No connection, or no login.
   *
   * @param reply the last reply code of the server, -1 when there was none
   */
  static ActionException connecting(String server, int reply, MessagingException e) {
    if (reply >= PERMANENT) {
      return ActionException.permanent(
          e instanceof AuthenticationFailedException
              ? server + " refused the user or the password: " + reply
              : server + " refused the connection: " + reply);
    }
    if (reply >= 400) {
      return ActionException.retryable(server + " is not ready: " + reply, null);
    }
    if (e instanceof AuthenticationFailedException) {
      return ActionException.permanent("no login at " + server + ": check user and password");
    }
    return ActionException.retryable("no safe connection to " + server + ": " + kind(e), null);
  }

  /** Nobody got the message. */
  static ActionException sending(String server, MessagingException e) {
    List<Integer> replies = replies(e);
    String said = replies.stream().distinct().map(String::valueOf).collect(Collectors.joining(","));
    if (!replies.isEmpty() && replies.stream().allMatch(reply -> reply >= PERMANENT)) {
      return ActionException.permanent(server + " refused the message: " + said);
    }
    return ActionException.retryable(
        server + " did not take the message: " + (said.isEmpty() ? kind(e) : said), null);
  }

  /** Who got no message though others did, and why. */
  static String left(SendFailedException e) {
    Map<String, String> left = new LinkedHashMap<>();
    for (Address[] some : new Address[][] {e.getInvalidAddresses(), e.getValidUnsentAddresses()}) {
      for (Address one : some == null ? new Address[0] : some) {
        left.put(one.toString(), "not sent");
      }
    }
    for (Exception each : chain(e)) {
      if (each instanceof SMTPAddressFailedException failed) {
        left.put(failed.getAddress().getAddress(), String.valueOf(failed.getReturnCode()));
      }
    }
    return left.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static List<Integer> replies(MessagingException e) {
    List<Integer> replies = new ArrayList<>();
    for (Exception each : chain(e)) {
      if (each instanceof SMTPAddressFailedException failed) {
        replies.add(failed.getReturnCode());
      } else if (each instanceof SMTPSenderFailedException failed) {
        replies.add(failed.getReturnCode());
      } else if (each instanceof SMTPSendFailedException failed) {
        replies.add(failed.getReturnCode());
      }
    }
    return replies;
  }

  private static List<Exception> chain(MessagingException e) {
    List<Exception> chain = new ArrayList<>();
    for (Exception each = e; each != null; ) {
      chain.add(each);
      each = each instanceof MessagingException outer ? outer.getNextException() : null;
    }
    return chain;
  }

  private static String kind(MessagingException e) {
    List<Exception> chain = chain(e);
    return chain.get(chain.size() - 1).getClass().getSimpleName();
  }
}
