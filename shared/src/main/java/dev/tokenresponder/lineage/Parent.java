package dev.tokenresponder.lineage;

import dev.tokenresponder.event.CredentialRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a credential was made from.
 *
 * @param account of whom it speaks for, where the record tells
 * @param issuedAt when it was issued itself, where the record tells: names of sessions come again
 */
public record Parent(CredentialRef ref, @Nullable String account, @Nullable Instant issuedAt) {}
