package dev.tokenresponder.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policy as its YAML spells it; {@code docs/policy.schema.json} describes the same. */
record PolicyFile(
    @JsonProperty(required = true) int version,
    @Nullable String mode,
    @Nullable List<String> actLevels,
    @Nullable List<String> accounts,
    @Nullable List<ExemptionEntry> exemptions,
    @Nullable List<String> trustedAccounts,
    @Nullable List<String> trustedDomains,
    @Nullable List<String> trustedNetworks,
    @Nullable Map<String, List<String>> approvedApps,
    @Nullable String learningPeriod,
    @Nullable Map<String, List<String>> lists,
    @Nullable LimitsEntry limits,
    @Nullable OwnersEntry owners,
    @Nullable Map<String, List<StepEntry>> playbooks,
    @Nullable UseEntry use,
    @Nullable NotificationsEntry notifications,
    @Nullable String serviceAccountTokenLifetime) {

  record ExemptionEntry(
      @Nullable String arn,
      @Nullable String account,
      @Nullable String emailDomain,
      @Nullable String id,
      @Nullable String email,
      @Nullable String reason) {}

  record LimitsEntry(
      @Nullable Integer perActionPerHour,
      @Nullable Integer perAccountPerHour,
      @Nullable Integer totalPerHour,
      @Nullable String incidentWindow) {}

  record OwnersEntry(
      @Nullable String tag,
      @Nullable Map<String, String> mapping,
      @Nullable List<String> fallback) {}

  record StepEntry(@Nullable String action, @Nullable String of) {}

  record UseEntry(
      @Nullable Map<String, String> rules,
      @Nullable Map<String, String> tags,
      @Nullable Map<String, String> levels) {}

  record NotificationsEntry(
      @Nullable String snsTopic, @Nullable String pubsubTopic, @Nullable MailEntry mail) {}

  record MailEntry(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String security,
      @Nullable String from,
      @Nullable String user) {}
}
