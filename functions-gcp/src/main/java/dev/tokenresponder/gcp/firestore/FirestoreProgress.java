package dev.tokenresponder.gcp.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.gcp.workspace.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Progress in Firestore, a document for each work. Permissions: {@code datastore.entities.get},
 * {@code create}, {@code update}.
 */
public final class FirestoreProgress implements Progress {
  private static final Duration KEPT = Duration.ofDays(30);

  private final Documents documents;
  private final Clock clock;

  /** Keeps progress in {@code database}; {@code clock} says when documents may expire. */
  public FirestoreProgress(Firestore database, Clock clock) {
    this.documents = new Documents(database, "");
    this.clock = clock;
  }

  @Override
  public Optional<Place> read(String work) {
    DocumentSnapshot found =
        documents.read(
            "read how far work has come",
            documents.at(CollectionGroup.PROGRESS, DocumentIds.of(work)));
    return found.exists()
        ? Optional.of(
            new Place(
                found.getString("page"),
                Objects.requireNonNullElse(found.getString("after"), ""),
                new Count(
                    number(found, "seen"),
                    number(found, "revoked"),
                    number(found, "exempt"),
                    number(found, "refused"))))
        : Optional.empty();
  }

  @Override
  public void write(String work, Place place) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("page", place.page());
    fields.put("after", place.after());
    fields.put("seen", (long) place.count().seen());
    fields.put("revoked", (long) place.count().revoked());
    fields.put("exempt", (long) place.count().exempt());
    fields.put("refused", (long) place.count().refused());
    fields.put(Documents.EXPIRES, Documents.timestamp(clock.instant().plus(KEPT)));
    documents.putAll(
        "note how far work has come",
        Map.of(documents.at(CollectionGroup.PROGRESS, DocumentIds.of(work)), fields));
  }

  private static int number(DocumentSnapshot found, String field) {
    return Math.toIntExact(Objects.requireNonNullElse(found.getLong(field), 0L));
  }
}
