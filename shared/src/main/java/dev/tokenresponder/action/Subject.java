package dev.tokenresponder.action;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an action is bound to.
 *
 * @param credential the credential to act on: the one used or the one issued
 * @param now when the decision is made; sessions issued before it are revoked
 * @param trusts whether policy trusts an account, project or mail domain
 */
public record Subject(
    TokenEvent event, @Nullable Credential credential, Instant now, Predicate<String> trusts) {}
