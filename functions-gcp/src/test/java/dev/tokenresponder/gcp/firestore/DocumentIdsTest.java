package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentIdsTest {

  @Test
  void ids_of_incidents_and_digests_stay_as_they_are() {
    assertThat(DocumentIds.of("inc-20260810-aabbccddeeff")).isEqualTo("inc-20260810-aabbccddeeff");
    assertThat(DocumentIds.of("h0123456789abcdef")).isEqualTo("h0123456789abcdef");
  }

  @Test
  void every_id_is_one_that_firestore_takes() {
    for (String text : Hostile.TEXTS) {
      assertThat(List.of(DocumentIds.of(text), DocumentIds.digest(text)))
          .allSatisfy(
              id -> {
                assertThat(id).doesNotContain("/").isNotIn("", ".", "..");
                assertThat(id).doesNotMatch("__.*__");
                assertThat(id.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_500);
              });
    }
  }

  @Test
  void different_texts_have_different_ids() {
    List<String> ids = new ArrayList<>();
    Hostile.TEXTS.forEach(text -> ids.add(DocumentIds.of(text)));
    ids.add(DocumentIds.of("?"));
    ids.add(DocumentIds.of("\ud800"));
    ids.add(DocumentIds.of("\ud801"));

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void what_a_text_says_of_itself_is_no_other_texts_id() {
    String id = DocumentIds.of("a/b");

    assertThat(DocumentIds.of(id)).isNotEqualTo(id);
  }

  @Test
  void several_texts_are_kept_apart() {
    assertThat(
            List.of(
                DocumentIds.digest("a", "bc"),
                DocumentIds.digest("ab", "c"),
                DocumentIds.digest("abc"),
                DocumentIds.digest("abc", ""),
                DocumentIds.digest("abc", null),
                DocumentIds.digest("abc", "null"),
                DocumentIds.digest("", "abc")))
        .doesNotHaveDuplicates();
  }
}
