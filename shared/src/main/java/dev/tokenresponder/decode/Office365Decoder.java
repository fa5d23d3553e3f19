package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records of the Office 365 Management Activity API ("Office 365 Management Activity API schema",
 * common schema, Exchange and Azure Active Directory schemas). {@code CreationTime} is UTC and says
 * no zone; {@code ClientIP} may have brackets and a port.
 */
final class Office365Decoder implements RecordDecoder {
  private static final Pattern ADDRESS =
      Pattern.compile("\\[([0-9a-fA-F:.%]+)](?::[0-9]+)?|([0-9.]+):[0-9]+|([0-9a-fA-F:.]+)");
  private static final Pattern HANDLED =
      Pattern.compile(
          "(?:New|Set|Enable)-InboxRule|Set-Mailbox|UpdateInboxRules|Add-MailboxPermission");

  @Override
  public String source() {
    return "m365.audit";
  }

  @Override
  public boolean accepts(RawRecord record) {
    JsonNode body = record.body();
    return body.has("Operation")
        && (body.has("Workload") || body.has("RecordType"))
        && (body.has("CreationTime") || body.has("UserType"));
  }

  @Override
  public List<TokenEvent> decode(RawRecord raw) {
    Part record = Part.of(raw.body());
    String name = stripped(record.required("Operation"));
    EventBuilder event =
        new EventBuilder(source(), raw, record.text("Id"), time(record), name)
            .account(Guids.folded(record.text("OrganizationId")))
            .actor(actor(record))
            .error(error(record))
            .from(address(record), null)
            .userAgent(record.clipped("UserAgent"));
    String app = app(record);
    event.app(app, null);
    if ("AzureActiveDirectory".equals(record.text("Workload"))) {
      directory(name, record, event);
    } else if (HANDLED.matcher(name).matches()) {
      event.activity(Activity.CHANGE).target(target(record.text("ObjectId")));
    } else {
      event.activity(Activity.USE).target(target(record.text("ObjectId")));
    }
    String person = event.actor().id();
    boolean directory = "AzureActiveDirectory".equals(record.text("Workload"));
    if (!directory && app != null && person != null && event.actor().type() == PrincipalType.USER) {
      event.credential(CredentialKind.OAUTH_GRANT, person + "/" + app);
    } else {
      event.credential(CredentialKind.SESSION, session(record));
    }
    return List.of(event.build());
  }

  /** The directory's operations end with a full stop here. */
  private static String stripped(String operation) {
    String plain =
        operation.endsWith(".") ? operation.substring(0, operation.length() - 1) : operation;
    return plain.strip();
  }

  private static Instant time(Part record) {
    String text = record.required("CreationTime");
    try {
      return text.endsWith("Z")
          ? Part.time(text, "CreationTime")
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new MalformedRecordException("'CreationTime' is not a time");
    }
  }

  private static Principal actor(Part record) {
    String user = record.text("UserId");
    String key = record.text("UserKey");
    int type = record.node().path("UserType").asInt(0);
    if (user == null && key == null) {
      return new Principal(PrincipalType.UNKNOWN, null, null, null, null);
    }
    String id = user == null ? key : user;
    PrincipalType kind =
        type == 5 || type == 6
            ? PrincipalType.APPLICATION
            : type == 4 ? PrincipalType.SERVICE : PrincipalType.USER;
    return new Principal(kind, id, user, user == null ? null : GooglePrincipals.domain(user), null);
  }

  private static @Nullable String error(Part record) {
    String status = record.text("ResultStatus");
    boolean failed =
        status != null
            && (status.equalsIgnoreCase("Failed")
                || status.equalsIgnoreCase("Failure")
                || status.equalsIgnoreCase("False"));
    return failed || "UserLoginFailed".equals(record.text("Operation"))
        ? or(record.text("LogonError"), "failed")
        : null;
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  private static @Nullable String app(Part record) {
    for (String name : new String[] {"ClientAppId", "AppId", "ApplicationId"}) {
      String id = record.text(name);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  private static @Nullable String address(Part record) {
    for (String name : new String[] {"ClientIP", "ClientIPAddress", "ActorIpAddress"}) {
      Matcher matcher = ADDRESS.matcher(String.valueOf(record.text(name)));
      if (matcher.matches()) {
        String bracketed = matcher.group(1);
        String withPort = bracketed == null ? matcher.group(2) : bracketed;
        return withPort == null ? matcher.group(3) : withPort;
      }
    }
    return null;
  }

  private static @Nullable String session(Part record) {
    for (Part property : record.list("DeviceProperties")) {
      if ("SessionId".equals(property.text("Name"))) {
        return property.text("Value");
      }
    }
    return record.at("AppAccessContext").text("AADSessionId");
  }

  private static @Nullable Principal target(@Nullable String object) {
    return object == null ? null : new Principal(PrincipalType.RESOURCE, null, object, null, null);
  }

  private static void directory(String name, Part record, EventBuilder event) {
    if (name.startsWith("UserLog")) {
      event.activity(Activity.SIGN_IN).target(target(record.text("ObjectId")));
      return;
    }
    Map<String, String> changed = new HashMap<>();
    Map<String, String> former = new HashMap<>();
    EntraActivity.collect(record, "ModifiedProperties", "Name", "NewValue", changed);
    EntraActivity.collect(record, "ModifiedProperties", "Name", "OldValue", former);
    String type = targetType(record);
    String object = record.text("ObjectId");
    new EntraActivity(name, changed, former, targetId(record, object), object, type, null)
        .tell(event);
  }

  /**
   * The list holds typed values: 1 is a display name, 2 an object id, 4 a service principal name.
   */
  private static @Nullable String targetId(Part record, @Nullable String object) {
    for (Part target : record.list("Target")) {
      String id = target.text("ID");
      if (target.node().path("Type").asInt(-1) == 2 && id != null && id.contains("-")) {
        int underscore = id.lastIndexOf('_');
        return underscore < 0 ? id : id.substring(underscore + 1);
      }
    }
    return object;
  }

  private static @Nullable String targetType(Part record) {
    for (Part target : record.list("Target")) {
      String id = target.text("ID");
      if (id != null
          && (id.equals("ServicePrincipal") || id.equals("Application") || id.equals("User"))) {
        return id;
      }
    }
    return null;
  }
}
