package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tokenresponder.event.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  private static final Path SCHEMA = Path.of("../docs/policy.schema.json");
  private static final Path EXAMPLE = Path.of("../docs/policy.example.yml");

  @Test
  void the_default_is_monitor_without_exemptions_and_with_limits() {
    Policy policy = PolicyReader.defaults();

    assertThat(policy.mode()).isEqualTo(Mode.MONITOR);
    assertThat(policy.exemptions()).isEmpty();
    assertThat(policy.actLevels()).containsExactlyInAnyOrder(Level.HIGH, Level.CRITICAL);
    assertThat(policy.limits()).isEqualTo(new Limits(20, 20, 50, Duration.ofHours(24)));
  }

  @Test
  void what_a_file_leaves_out_comes_from_the_default() {
    assertThat(PolicyReader.parse("p", "version: 1\n").limits())
        .isEqualTo(PolicyReader.defaults().limits());
  }

  @Test
  void by_default_no_domain_and_no_app_is_trusted_and_two_weeks_are_learned() {
    Policy policy = PolicyReader.parse("p", "version: 1\n");

    assertThat(policy.trustedDomains()).isEmpty();
    assertThat(policy.approvedApps()).isEmpty();
    assertThat(policy.learningPeriod()).isEqualTo(Duration.ofDays(14));
  }

  @Test
  void domains_apps_and_the_learning_period_are_read() throws IOException {
    String text =
        """
        version: 1
        accounts: ["111122223333", my-project-1, abcdef, 0a1b2c3d-0000-4000-8000-000000000001, github:1password]
        exemptions: [{account: github:acme}]
        trusted_accounts: [their-project, a-project-id-of-thirty-letters]
        trusted_domains: [example.com, mail.example-2.org]
        approved_apps: {slack: [A1, A1, a2], entra: []}
        learning_period: PT0S
        """;

    Policy policy = PolicyReader.parse("p", text);

    assertThat(policy.accounts())
        .containsExactlyInAnyOrder(
            "111122223333",
            "my-project-1",
            "abcdef",
            "0a1b2c3d-0000-4000-8000-000000000001",
            "github:1password");
    assertThat(policy.trustedAccounts())
        .containsExactlyInAnyOrder("their-project", "a-project-id-of-thirty-letters");
    assertThat(policy.trustedDomains())
        .containsExactlyInAnyOrder("example.com", "mail.example-2.org");
    assertThat(policy.approvedApps())
        .isEqualTo(Map.of("slack", Set.of("A1", "a2"), "entra", Set.of()));
    assertThat(policy.learningPeriod()).isZero();
    assertThat(schema().validate(text, InputFormat.YAML)).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "mode: monitor => version",
        "version: 2 => version must be 1",
        "version: 1\\nmod: enforce => p:2:",
        "version: 1\\nmode: sometimes => none of monitor",
        "version: 1\\nmode: enforce => needs trusted_networks",
        "version: 1\\nmode: monitor\\nmode: enforce => mode",
        "version: 1\\nact_levels: [severe] => no level 'severe'",
        "version: 1\\naccounts: ['1'] => twelve digits",
        "version: 1\\naccounts: [111122223333] => p:2:",
        "version: 1\\naccounts: [My-Project] => accounts: 'My-Project' is not an account of twelve digits (put it in quotes), a project, a tenant or a mail domain",
        "version: 1\\naccounts: [short] => a project, a tenant or a mail domain",
        "version: 1\\naccounts: [1-project] => a project, a tenant or a mail domain",
        "version: 1\\naccounts: [my-project-] => a project, a tenant or a mail domain",
        "version: 1\\naccounts: [a-project-of-thirty-one-letters] => a project, a tenant or a mail domain",
        "version: 1\\naccounts: ['*'] => a project, a tenant or a mail domain",
        "version: 1\\naccounts: [0A1B2C3D-0000-4000-8000-000000000001] => a project, a tenant or a mail domain",
        "version: 1\\ntrusted_accounts: [0a1b2c3d-0000-4000-8000-00000000000] => trusted_accounts: '0a1b2c3d-0000-4000-8000-00000000000' is not an account",
        "version: 1\\naccounts: ['github:-acme'] => accounts: 'github:-acme' is not an account",
        "version: 1\\naccounts: ['github:acme--two'] => is not an account",
        "version: 1\\ntrusted_accounts: ['github:acme'] => trusted_accounts: 'github:acme' is not an account",
        "version: 1\\ntrusted_domains: [Example.com] => trusted_domains: 'Example.com' is not a mail domain in small letters",
        "version: 1\\ntrusted_domains: [example] => 'example' is not a mail domain",
        "version: 1\\ntrusted_domains: ['@example.com'] => is not a mail domain",
        "version: 1\\ntrusted_domains: ['*.example.com'] => is not a mail domain",
        "version: 1\\ntrusted_domains: [example.com.] => is not a mail domain",
        "version: 1\\ntrusted_domains: [~] => p:2:",
        "version: 1\\nlearning_period: two weeks => learning_period must be ISO 8601, for example P14D",
        "version: 1\\nlearning_period: P2M => learning_period must be ISO 8601",
        "version: 1\\nlearning_period: -P1D => learning_period must not be negative",
        "version: 1\\nlearning_period: 14 => p:2:",
        "version: 1\\napproved_apps: {google: [app-1]} => approved_apps: there is no provider 'google', only [dropbox, entra, generic, github, okta, slack, workspace]",
        "version: 1\\napproved_apps: {m365: [app-1]} => there is no provider 'm365'",
        "version: 1\\napproved_apps: {slack: ~} => p:2:",
        "version: 1\\napproved_apps: {slack: [1]} => p:2:",
        "version: 1\\ntrusted_networks: [300.0.0.0/8] => is not an address range",
        "version: 1\\nexemptions: [{reason: x}] => exactly one of",
        "version: 1\\nexemptions: [{arn: 'arn:aws:iam::1:role/x', account: '111122223333'}] => exactly one of",
        "version: 1\\nlimits: {total_per_hour: -1} => must not be negative",
        "version: 1\\nlimits: {total_per_hour: many} => p:2:",
        "version: 1\\nlimits: {incident_window: a day} => ISO 8601",
        "version: 1\\nplaybooks: {x: [{action: delete-everything}]} => no action 'delete-everything'",
        "version: 1\\nplaybooks: {x: [{action: notify-owner, of: both}]} => of 'both'",
        "version: 1\\nuse: {rules: {r: no-such}} => no playbook 'no-such'",
        "version: 1\\nuse: {levels: {severe: notify}} => no level 'severe'",
        "version: 1\\nexemptions: [null] => p:2:",
        "version: 1\\ntrusted_networks: [~] => p:2:",
        "[] => p:1:",
        "'' => p",
        "version: 1\\nmode: [ => p:",
      })
  void says_what_is_wrong_and_where(String yaml, String problem) {
    assertThatThrownBy(() -> PolicyReader.parse("p", yaml.replace("\\n", "\n").replace("''", "")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void a_missing_or_unreadable_file_is_said(@TempDir Path folder) throws IOException {
    Path binary = folder.resolve("policy.yml");
    Files.write(binary, new byte[] {(byte) 0xC3, 0x28});

    assertThatThrownBy(() -> PolicyReader.read(folder.resolve("none.yml")))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("none.yml");
    assertThatThrownBy(() -> PolicyReader.read(binary)).isInstanceOf(PolicyException.class);
  }

  @Test
  void the_documented_example_is_valid_for_reader_and_schema() throws IOException {
    String example = Files.readString(EXAMPLE);

    assertThat(PolicyReader.parse("example", example).mode()).isEqualTo(Mode.MONITOR);
    assertThat(schema().validate(example, InputFormat.YAML)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "version: 2",
        "mode: monitor",
        "version: 1\\nmod: enforce",
        "version: 1\\nmode: sometimes",
        "version: 1\\nmode: enforce",
        "version: 1\\nact_levels: [severe]",
        "version: 1\\naccounts: ['1']",
        "version: 1\\naccounts: [111122223333]",
        "version: 1\\naccounts: [My-Project]",
        "version: 1\\naccounts: [my-project-]",
        "version: 1\\naccounts: [0A1B2C3D-0000-4000-8000-000000000001]",
        "version: 1\\naccounts: ['github:-acme']",
        "version: 1\\ntrusted_accounts: ['github:acme']",
        "version: 1\\ntrusted_domains: [Example.com]",
        "version: 1\\ntrusted_domains: [example]",
        "version: 1\\napproved_apps: {google: [app-1]}",
        "version: 1\\napproved_apps: {slack: ~}",
        "version: 1\\nexemptions: [{reason: x}]",
        "version: 1\\nlimits: {total_per_hour: -1}",
        "version: 1\\nplaybooks: {x: [{action: notify-owner, of: both}]}",
      })
  void the_schema_refuses_what_the_reader_refuses(String yaml) throws IOException {
    String text = yaml.replace("\\n", "\n");

    assertThat(schema().validate(text, InputFormat.YAML)).isNotEmpty();
    assertThatThrownBy(() -> PolicyReader.parse("p", text)).isInstanceOf(PolicyException.class);
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
  }
}
