/** Messages to owners that no cloud is needed for: e-mail, chat, pagers, webhooks. */
@NullMarked
package dev.tokenresponder.connectors.notify;

import org.jspecify.annotations.NullMarked;
