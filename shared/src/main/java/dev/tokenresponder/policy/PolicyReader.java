package dev.tokenresponder.policy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.net.Cidr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy file, strictly: an unknown key, a key given twice or a value that means nothing is
 * an error. What a file leaves out comes from the default policy, except that a file which asks for
 * {@code enforce} must say which networks it trusts, if only that there are none.
 */
public final class PolicyReader {
  private static final String DEFAULT = "default-policy.yml";
  private static final long LARGEST = 1_000_000;
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private static final Set<String> PROVIDERS =
      new TreeSet<>(Set.of("dropbox", "entra", "generic", "github", "okta", "slack", "workspace"));

  private PolicyReader() {}

  /** The policy that ships with the responder: monitor mode, no exemptions, limits on. */
  public static Policy defaults() {
    return convert(defaultFile(), defaultFile());
  }

  /**
   * Reads a file.
   *
   * @throws PolicyException when it is missing, unreadable or invalid
   */
  public static Policy read(Path path) {
    try {
      if (Files.size(path) > LARGEST) {
        throw new PolicyException("policy " + path + ": larger than " + LARGEST + " bytes");
      }
      return parse(path.toString(), Files.readString(path));
    } catch (IOException e) {
      throw new PolicyException("policy " + path + ": cannot be read (" + e + ")", e);
    }
  }

  /**
   * Reads the text of a policy.
   *
   * @param name what to call it in messages
   * @throws PolicyException when it is invalid
   */
  public static Policy parse(String name, String text) {
    try {
      PolicyFile file = MAPPER.readValue(text, PolicyFile.class);
      if (file == null) {
        throw new PolicyException("it is empty");
      }
      if (file.version() != 1) {
        throw new PolicyException("version must be 1");
      }
      if ("enforce".equals(file.mode()) && file.trustedNetworks() == null) {
        throw new PolicyException(
            "mode enforce needs trusted_networks: list the addresses your machines and people use,"
                + " or write [] to say that there are none");
      }
      return convert(file, defaultFile());
    } catch (JsonProcessingException e) {
      throw new PolicyException("policy " + name + place(e) + ": " + e.getOriginalMessage(), e);
    } catch (PolicyException | IllegalArgumentException e) {
      throw new PolicyException("policy " + name + ": " + e.getMessage(), e);
    }
  }

  private static PolicyFile defaultFile() {
    try (InputStream in = PolicyReader.class.getClassLoader().getResourceAsStream(DEFAULT)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return MAPPER.readValue(text, PolicyFile.class);
    } catch (IOException e) {
      throw new PolicyException("the default policy cannot be read", e);
    }
  }

  private static Policy convert(PolicyFile file, PolicyFile defaults) {
    return new Policy(
        mode(or(file.mode(), or(defaults.mode(), "monitor"))),
        levels(or(file.actLevels(), or(defaults.actLevels(), List.of()))),
        accounts("accounts", file.accounts(), Accounts.OWN, Accounts.WHAT_OWN),
        exemptions(or(file.exemptions(), List.of())),
        accounts("trusted_accounts", file.trustedAccounts(), Accounts.SHAPE, Accounts.WHAT),
        domains(or(file.trustedDomains(), List.of())),
        or(file.trustedNetworks(), List.<String>of()).stream()
            .map(Cidr::parse)
            .collect(Collectors.toList()),
        apps(or(file.approvedApps(), Map.of())),
        duration(
            "learning_period", or(file.learningPeriod(), or(defaults.learningPeriod(), "P14D"))),
        lists(or(file.lists(), Map.of())),
        limits(file.limits(), Objects.requireNonNull(defaults.limits())),
        owners(file.owners()),
        playbooks(file, defaults),
        notifications(file.notifications()),
        duration(
            "service_account_token_lifetime",
            or(
                file.serviceAccountTokenLifetime(),
                or(defaults.serviceAccountTokenLifetime(), "PT12H"))));
  }

  private static Set<String> domains(List<String> domains) {
    for (String domain : domains) {
      if (!domain.matches("([a-z0-9-]+\\.)+[a-z0-9-]+")) {
        throw new PolicyException(
            "trusted_domains: '" + domain + "' is not a mail domain in small letters");
      }
    }
    return new LinkedHashSet<>(domains);
  }

  private static Map<String, Set<String>> apps(Map<String, List<String>> apps) {
    Map<String, Set<String>> byProvider = new LinkedHashMap<>();
    apps.forEach(
        (provider, ids) -> {
          if (!PROVIDERS.contains(provider)) {
            throw new PolicyException(
                "approved_apps: there is no provider '" + provider + "', only " + PROVIDERS);
          }
          byProvider.put(provider, Set.copyOf(or(ids, List.of())));
        });
    return byProvider;
  }

  private static Duration duration(String key, String text) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.isNegative()) {
        throw new PolicyException(key + " must not be negative");
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw new PolicyException(key + " must be ISO 8601, for example P14D", e);
    }
  }

  private static Map<String, List<String>> lists(Map<String, List<String>> lists) {
    lists.forEach(
        (name, entries) -> {
          if (entries == null || entries.isEmpty()) {
            throw new PolicyException("lists: '" + name + "' has no entries");
          }
        });
    return lists;
  }

  private static Mode mode(String label) {
    for (Mode mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(label)) {
        return mode;
      }
    }
    throw new PolicyException("mode '" + label + "' is none of monitor, approve, enforce");
  }

  private static Set<Level> levels(List<String> labels) {
    return labels.stream()
        .map(
            label ->
                Level.of(label)
                    .orElseThrow(() -> new PolicyException("act_levels: no level '" + label + "'")))
        .collect(Collectors.toSet());
  }

  private static Set<String> accounts(
      String key, @Nullable List<String> accounts, Pattern shape, String what) {
    for (String account : or(accounts, List.<String>of())) {
      if (!shape.matcher(account).matches()) {
        throw new PolicyException(key + ": '" + account + "' is not " + what);
      }
    }
    return new LinkedHashSet<>(or(accounts, List.<String>of()));
  }

  private static List<Exemption> exemptions(List<PolicyFile.ExemptionEntry> entries) {
    List<Exemption> exemptions = new ArrayList<>();
    for (PolicyFile.ExemptionEntry entry : entries) {
      exemptions.add(
          new Exemption(
              entry.arn(),
              entry.account(),
              entry.emailDomain(),
              entry.id(),
              entry.email(),
              or(entry.reason(), "listed in the policy")));
    }
    return exemptions;
  }

  private static Limits limits(
      PolicyFile.@Nullable LimitsEntry given, PolicyFile.LimitsEntry defaults) {
    PolicyFile.LimitsEntry own =
        given == null ? new PolicyFile.LimitsEntry(null, null, null, null) : given;
    try {
      return new Limits(
          or(own.perActionPerHour(), or(defaults.perActionPerHour(), 0)),
          or(own.perAccountPerHour(), or(defaults.perAccountPerHour(), 0)),
          or(own.totalPerHour(), or(defaults.totalPerHour(), 0)),
          Duration.parse(or(own.incidentWindow(), or(defaults.incidentWindow(), "PT24H"))));
    } catch (DateTimeParseException e) {
      throw new PolicyException("limits: incident_window must be ISO 8601, for example PT24H", e);
    }
  }

  private static Owners owners(PolicyFile.@Nullable OwnersEntry entry) {
    return entry == null
        ? new Owners("Owner", Map.of(), List.of())
        : new Owners(
            or(entry.tag(), "Owner"),
            or(entry.mapping(), Map.of()),
            or(entry.fallback(), List.of()));
  }

  private static Notifications notifications(PolicyFile.@Nullable NotificationsEntry entry) {
    return entry == null
        ? Notifications.NONE
        : new Notifications(entry.snsTopic(), entry.pubsubTopic(), mail(entry.mail()));
  }

  private static Notifications.@Nullable Mail mail(PolicyFile.@Nullable MailEntry entry) {
    return entry == null
        ? null
        : new Notifications.Mail(
            or(entry.host(), ""),
            or(entry.port(), 587),
            Notifications.Security.of(or(entry.security(), "starttls")),
            or(entry.from(), ""),
            entry.user());
  }

  private static Playbooks playbooks(PolicyFile file, PolicyFile defaults) {
    Map<String, Playbook> named = new LinkedHashMap<>();
    or(defaults.playbooks(), Map.<String, List<PolicyFile.StepEntry>>of())
        .forEach((name, steps) -> named.put(name, playbook(name, steps)));
    or(file.playbooks(), Map.<String, List<PolicyFile.StepEntry>>of())
        .forEach((name, steps) -> named.put(name, playbook(name, steps)));
    PolicyFile.UseEntry use =
        file.use() == null ? new PolicyFile.UseEntry(null, null, null) : file.use();
    Map<String, String> byLevel = or(use.levels(), Map.of());
    levels(List.copyOf(byLevel.keySet()));
    return new Playbooks(named, or(use.rules(), Map.of()), or(use.tags(), Map.of()), byLevel);
  }

  private static Playbook playbook(String name, List<PolicyFile.StepEntry> entries) {
    List<Playbook.Step> steps = new ArrayList<>();
    for (PolicyFile.StepEntry entry : entries) {
      String action = or(entry.action(), "");
      if (Catalogue.find(action).isEmpty()) {
        throw new PolicyException("playbook " + name + ": there is no action '" + action + "'");
      }
      steps.add(new Playbook.Step(action, of(name, or(entry.of(), "used"))));
    }
    return new Playbook(steps);
  }

  private static Playbook.Of of(String playbook, String label) {
    for (Playbook.Of of : Playbook.Of.values()) {
      if (of.name().toLowerCase(Locale.ROOT).equals(label)) {
        return of;
      }
    }
    throw new PolicyException("playbook " + playbook + ": of '" + label + "' is no credential");
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
