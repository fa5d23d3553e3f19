package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Terraform gives TTL policies to is what expires. */
class CollectionGroupTest {
  private static final Path TERRAFORM = Path.of("../infra/gcp/firestore.tf");
  private static final Pattern EXPIRING = Pattern.compile("expiring = toset\\(\\[(.*?)]\\)");

  @Test
  void each_that_expires_has_a_ttl_policy_and_no_other() throws IOException {
    Matcher expiring = EXPIRING.matcher(Files.readString(TERRAFORM));

    assertThat(expiring.find()).isTrue();
    assertThat(expiring.group(1).replace("\"", "").split(", "))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(CollectionGroup.values())
                .filter(CollectionGroup::expires)
                .map(CollectionGroup::id)
                .toList());
  }
}
